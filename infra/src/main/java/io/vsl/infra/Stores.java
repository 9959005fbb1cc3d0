package io.vsl.infra;

import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.s3.IBucket;

/** What stages keep jobs and media in, beside PostgreSQL and Redis. */
record Stores(ITable table, IBucket media) {}
