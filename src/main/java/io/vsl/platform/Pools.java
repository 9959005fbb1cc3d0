package io.vsl.platform;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Where the records of one poll are worked on side by side. */
@Configuration(proxyBeanMethods = false)
class Pools {

    @Bean
    ThreadPoolTaskExecutor generatePool(@Value("${vsl.generate.concurrency}") int threads) {
        return pool("generate-", threads);
    }

    @Bean
    ThreadPoolTaskExecutor storePool(@Value("${vsl.store.concurrency}") int threads) {
        return pool("store-", threads);
    }

    private static ThreadPoolTaskExecutor pool(String name, int threads) {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setThreadNamePrefix(name);
        pool.setCorePoolSize(threads);
        pool.setAllowCoreThreadTimeOut(true);
        pool.setWaitForTasksToCompleteOnShutdown(true);
        return pool;
    }
}
