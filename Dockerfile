# docker build -t vsl .                                     the application
# docker build -t vsl-simulator --target simulator .        the Replicate simulator of docker-compose.yml

FROM maven:3.9-eclipse-temurin-25 AS build-simulator
WORKDIR /build
COPY .mvn .mvn
COPY devstack devstack
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -f devstack -pl simulator -am package -DskipTests

FROM eclipse-temurin:25-jre AS simulator
RUN useradd --system --no-create-home vsl && install -d -o vsl /data
USER vsl
WORKDIR /app
COPY --from=build-simulator /build/devstack/simulator/target/lib lib
COPY --from=build-simulator /build/devstack/simulator/target/simulator.jar .
VOLUME ["/data", "/tmp"]
EXPOSE 17600
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=5 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/17600 && printf 'GET /_sim/health HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200'* ]]"]
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-Xmx512m", "-jar", "simulator.jar", "--bind", "0.0.0.0", "--port", "17600", "--dir", "/data"]

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY database database
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q package -DskipTests
RUN java -Djarmode=tools -jar target/vsl.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre AS application
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
RUN useradd --system --no-create-home vsl
WORKDIR /app
# The layer that changes least first.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY config config

# A start without any server, ended after some seconds: application-training.yaml. What it loaded, linked and found hot goes
# to the AOT cache, which halves the work of a start. The JVM's options must be those of the entry point.
FROM application AS trained
RUN AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none \
    java -XX:AOTCacheOutput=vsl.aot -XX:+UseCompactObjectHeaders -Dspring.profiles.active=training \
         --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar vsl.jar

FROM application
COPY --from=trained /app/vsl.aot ./
USER vsl
# The distribution's, which gets its mends.
ENV VSL_ADDRESS=0.0.0.0 VSL_FFMPEG=/usr/bin
EXPOSE 8080
# The one place that is written to, so that the root may be read-only: outputs on their way to S3, and native libraries,
# which is why it must not be noexec.
VOLUME /tmp
HEALTHCHECK --interval=5s --timeout=3s --start-period=120s --retries=5 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${VSL_PORT:-8080} && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200'* ]]"]
# Headers are small and freed memory is given back; nothing runs only to be watched.
ENTRYPOINT ["java", "-XX:AOTCache=vsl.aot", "-XX:+UseCompactObjectHeaders", "-XX:TrimNativeHeapInterval=30000", \
            "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
            "-XX:MaxRAMPercentage=60", "-jar", "vsl.jar"]
