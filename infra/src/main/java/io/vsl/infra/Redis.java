package io.vsl.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.elasticache.CfnParameterGroup;
import software.amazon.awscdk.services.elasticache.CfnReplicationGroup;
import software.amazon.awscdk.services.elasticache.CfnSubnetGroup;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;

/** The cache, with the secret that is its token. */
final class Redis {

    private Redis() {}

    static CfnReplicationGroup in(Stack stack, Settings settings, NetworkStack network, IKey key) {
        Secret token = Secret.Builder.create(stack, "RedisToken")
                .secretName(settings.name("redis-token"))
                .encryptionKey(key)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(64)
                        .excludePunctuation(true)
                        .build())
                .build();
        Synth.suppress(
                token,
                "AwsSolutions-SMG4",
                "It is part of redis-url, which tasks read at start: changed by an operator, together with that");
        boolean several = settings.cache().nodes() > 1;
        CfnSubnetGroup subnets = CfnSubnetGroup.Builder.create(stack, "RedisSubnets")
                .description("Where the cache is")
                .subnetIds(network.vpc.selectSubnets(NetworkStack.DATA).getSubnetIds())
                .build();
        CfnParameterGroup parameters = CfnParameterGroup.Builder.create(stack, "RedisParameters")
                .cacheParameterGroupFamily("redis7")
                .description("What the application asks of its cache")
                // Others may drop a mark without an expiry, that a job has ended.
                .properties(Map.of("maxmemory-policy", "volatile-ttl"))
                .build();
        CfnReplicationGroup made = CfnReplicationGroup.Builder.create(stack, "Redis")
                .replicationGroupDescription("Cache of jobs, idempotency keys, rate limits")
                .replicationGroupId(settings.name("redis"))
                .engine("redis")
                .engineVersion("7.1")
                .cacheNodeType(settings.cache().type())
                .numCacheClusters(settings.cache().nodes())
                .automaticFailoverEnabled(several)
                .multiAzEnabled(several)
                .cacheSubnetGroupName(subnets.getRef())
                .cacheParameterGroupName(parameters.getRef())
                .securityGroupIds(List.of(network.redis.getSecurityGroupId()))
                .port(NetworkStack.REDIS_PORT)
                .atRestEncryptionEnabled(true)
                .kmsKeyId(key.getKeyArn())
                .transitEncryptionEnabled(true)
                // A reference, which CloudFormation resolves when it deploys: the template has no value.
                .authToken(token.getSecretValue().unsafeUnwrap())
                .snapshotRetentionLimit(settings.keep() ? 7 : 0)
                .build();
        Synth.suppress(made, "AwsSolutions-AEC5", "Only the stages' security group reaches it; a port hides nothing");
        if (!several) {
            Synth.suppress(made, "AwsSolutions-AEC4", "One node in this deployment: what is cached can be made anew");
        }
        return made;
    }
}
