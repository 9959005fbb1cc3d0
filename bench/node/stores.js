// Where a job is kept: the application's tables, its key in Redis and its item in DynamoDB.
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Redis } from 'ioredis';
import pg from 'pg';

const CONNECTIONS = 10;
const TERMINAL_TTL = 5 * 60;
const ITEM_TTL = 7 * 24 * 60 * 60;
const MEMBERS = ['jobId', 'status', 'createdAt', 'completedAt', 'mediaType', 'modelId', 'userId', 'predictionId'];

// Event and job in one round trip and one transaction. What comes late does not bring an older job back.
const SAVE = `
  WITH event AS (
    INSERT INTO job_events (event_id, job_id, type, time, value, topic, partition, "offset")
    VALUES ($1, $2, $3, now(), $4, '', 0, 0)
    ON CONFLICT (event_id) DO NOTHING
  )
  INSERT INTO jobs AS j (job_id, status, media_type, model_id, user_id, created_at, completed_at, processing_time,
    estimated_time, estimated_cost, cost, prediction_id, version, document)
  VALUES ($2, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $4)
  ON CONFLICT (job_id) DO UPDATE SET status = excluded.status, completed_at = excluded.completed_at,
    processing_time = excluded.processing_time, cost = excluded.cost, prediction_id = excluded.prediction_id,
    version = excluded.version, document = excluded.document
  WHERE j.version < excluded.version`;

const FIND = 'SELECT document FROM jobs WHERE job_id = $1';

export class JobStores {
  constructor(env) {
    this.postgres = new pg.Pool({ connectionString: env.DATABASE_URL, max: CONNECTIONS });
    this.redis = new Redis(env.REDIS_URL);
    this.table = env.DYNAMODB_TABLE;
    this.dynamodb = new DynamoDBClient({ region: env.AWS_REGION, endpoint: env.DYNAMODB_ENDPOINT });
  }

  /** Writes the job, as this event left it, to PostgreSQL. */
  async save(job, event) {
    const document = JSON.stringify(job);
    await this.postgres.query({
      name: 'save', text: SAVE, values: [
        `${job.jobId}/${event}`, job.jobId, `job.${event}`, document, job.status, job.mediaType, job.modelId,
        job.userId, job.createdAt, job.completedAt, job.processingTime, job.estimatedTime, job.estimatedCost, job.cost,
        job.predictionId, job.version,
      ],
    });
  }

  async find(jobId) {
    const { rows } = await this.postgres.query({ name: 'find', text: FIND, values: [jobId] });
    return rows[0].document;
  }

  /** Puts the job where its status is read first. */
  async show(job) {
    await this.redis.set(`job:status:${job.jobId}`, JSON.stringify(job), 'EX', TERMINAL_TTL);
  }

  /** Without a table DynamoDB is left out. */
  async keepItem(job) {
    if (!this.table) {
      return;
    }
    const item = Object.fromEntries(MEMBERS.map((name) => [name, { S: job[name] }]));
    item.version = { N: String(job.version) };
    item.ttl = { N: String(Math.floor(Date.now() / 1000) + ITEM_TTL) };
    item.document = { S: JSON.stringify(job) };
    await this.dynamodb.send(new PutItemCommand({ TableName: this.table, Item: item }));
  }
}
