package io.vsl.infra;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.CfnBucket;

/** Outputs are copied to the standby region, within 15 minutes by S3's replication time control. */
final class MediaReplication {

    private MediaReplication() {}

    /** Of the bucket in the standby region; a name, as a reference doesn't cross regions. */
    static String target(Settings settings) {
        return settings.name("media-standby-" + Aws.ACCOUNT_ID);
    }

    static void add(Bucket media, Settings settings) {
        String target = "arn:" + Aws.PARTITION + ":s3:::" + target(settings);
        Role role = Role.Builder.create(media.getStack(), "Replication")
                .assumedBy(new ServicePrincipal("s3.amazonaws.com"))
                .build();
        // A policy of its own: the bucket needs the role, and the policy the bucket.
        role.addToPolicy(
                statement(List.of("s3:GetReplicationConfiguration", "s3:ListBucket"), List.of(media.getBucketArn())));
        role.addToPolicy(statement(
                List.of("s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"),
                Roles.MEDIA.stream().map(it -> media.arnForObjects(it + "*")).toList()));
        role.addToPolicy(statement(
                List.of("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"),
                Roles.MEDIA.stream().map(it -> target + "/" + it + "*").toList()));
        Synth.suppress(
                role, "AwsSolutions-IAM5", "Objects have no names before there are jobs: by prefix, of two buckets");
        ((CfnBucket) Objects.requireNonNull(media.getNode().getDefaultChild()))
                .setReplicationConfiguration(CfnBucket.ReplicationConfigurationProperty.builder()
                        .role(role.getRoleArn())
                        .rules(IntStream.range(0, Roles.MEDIA.size())
                                .mapToObj(it -> rule(Roles.MEDIA.get(it), it + 1, target))
                                .toList())
                        .build());
    }

    private static CfnBucket.ReplicationRuleProperty rule(String prefix, int priority, String target) {
        CfnBucket.ReplicationTimeValueProperty minutes =
                CfnBucket.ReplicationTimeValueProperty.builder().minutes(15).build();
        return CfnBucket.ReplicationRuleProperty.builder()
                .status("Enabled")
                .priority(priority)
                .filter(CfnBucket.ReplicationRuleFilterProperty.builder()
                        .prefix(prefix)
                        .build())
                .deleteMarkerReplication(CfnBucket.DeleteMarkerReplicationProperty.builder()
                        .status("Enabled")
                        .build())
                .destination(CfnBucket.ReplicationDestinationProperty.builder()
                        .bucket(target)
                        .replicationTime(CfnBucket.ReplicationTimeProperty.builder()
                                .status("Enabled")
                                .time(minutes)
                                .build())
                        .metrics(CfnBucket.MetricsProperty.builder()
                                .status("Enabled")
                                .eventThreshold(minutes)
                                .build())
                        .build())
                .build();
    }

    private static PolicyStatement statement(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .build();
    }
}
