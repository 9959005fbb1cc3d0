// A job from its request to its files on the usual Node stack: Express, BullMQ, pg, ioredis, the AWS SDK and sharp.
// Two queues, generate and store, each with attempts. Settings are the application's environment variables.
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Queue, Worker } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import sharp from 'sharp';
import { JobStores } from './stores.js';

const env = process.env;
const PREDICTIONS = `${env.REPLICATE_API_URL}/models/black-forest-labs/flux-schnell/predictions`;
const SECRET = Buffer.from(env.REPLICATE_WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
const TOLERANCE = 5 * 60;
// As many calls, and jobs being stored, at once as the application has.
const CALLS = 64;
const STORED_AT_ONCE = 16;
const LONGEST_SIDE = 320;

// Ends with the process that started it.
process.stdin.resume().on('end', () => process.exit());

const jobs = new JobStores(env);
const s3 = new S3Client({ region: env.AWS_REGION, endpoint: env.S3_ENDPOINT, forcePathStyle: true });
const queues = {
  connection: new Redis(env.REDIS_URL, { maxRetriesPerRequest: null }),
  prefix: 'bench-node',
};
const again = { attempts: 3, backoff: { type: 'exponential', delay: 1000 }, removeOnComplete: true };
const toGenerate = new Queue('generate', { ...queues, defaultJobOptions: again });
const toStore = new Queue('store', { ...queues, defaultJobOptions: again });

async function submitted(request, response) {
  if (request.get('X-API-Key') !== env.VSL_API_KEY) {
    return response.sendStatus(401);
  }
  const { mediaType, modelId, prompt, parameters } = request.body;
  const job = {
    jobId: randomUUID(), status: 'pending', mediaType, modelId, userId: env.VSL_USER_ID,
    createdAt: new Date().toISOString(), estimatedTime: 5, estimatedCost: 0.003, version: 1,
  };
  await jobs.save(job, 'accepted');
  await jobs.show(job);
  await toGenerate.add('job', { job, input: { prompt, ...parameters } }, { jobId: job.jobId });
  response.status(202).json(job);
}

async function generate({ data: { job, input } }) {
  const created = await fetch(PREDICTIONS, {
    method: 'POST',
    headers: { Authorization: `Bearer ${env.REPLICATE_API_TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      input,
      webhook: `${env.WEBHOOK_BASE_URL}/webhook/replicate?job=${job.jobId}`,
      webhook_events_filter: ['completed'],
    }),
  });
  if (created.status !== 201) {
    throw new Error(`Replicate answers ${created.status}`);
  }
  const prediction = await created.json();
  await jobs.save({ ...job, status: 'processing', predictionId: prediction.id, version: 2 }, 'started');
}

async function reported(request, response) {
  if (!verifies(request)) {
    return response.sendStatus(401);
  }
  const prediction = JSON.parse(request.body);
  const job = {
    ...(await jobs.find(request.query.job)), status: 'processing', predictionId: prediction.id, version: 3,
  };
  await jobs.save(job, 'generated');
  await toStore.add('job', { job, output: prediction.output[0] }, { jobId: job.jobId });
  response.json({});
}

async function store({ data: { job, output } }) {
  const answer = await fetch(output);
  if (answer.status !== 200) {
    throw new Error(`The output can't be fetched: status ${answer.status}`);
  }
  const original = Buffer.from(await answer.arrayBuffer());
  const image = sharp(original);
  const { width, height } = await image.metadata();
  const thumbnail = await image
    .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true }).jpeg().toBuffer();
  const s3Path = `images/${job.userId}/${job.createdAt.slice(0, 10).replaceAll('-', '/')}/${job.jobId}`;
  await put(`${s3Path}/original.jpg`, 'image/jpeg', original);
  await put(`${s3Path}/thumbnail.jpg`, 'image/jpeg', thumbnail);
  const completedAt = new Date();
  const completed = {
    ...job, status: 'completed', completedAt: completedAt.toISOString(),
    processingTime: (completedAt - new Date(job.createdAt)) / 1000, cost: job.estimatedCost, version: 4,
    result: {
      s3Path,
      outputs: [{
        file: 'original.jpg', thumbnail: 'thumbnail.jpg', contentType: 'image/jpeg', fileSize: original.length,
        sha256: createHash('sha256').update(original).digest('hex'), width, height,
      }],
    },
  };
  await put(`${s3Path}/metadata.json`, 'application/json', JSON.stringify(completed));
  await jobs.save(completed, 'completed');
  await jobs.show(completed);
  await jobs.keepItem(completed);
}

function put(Key, ContentType, Body) {
  return s3.send(new PutObjectCommand({ Bucket: env.S3_BUCKET, Key, ContentType, Body }));
}

for (const worker of [
  new Worker('generate', generate, { ...queues, concurrency: CALLS }),
  new Worker('store', store, { ...queues, concurrency: STORED_AT_ONCE }),
]) {
  worker.on('failed', (job, error) => console.error(error));
  worker.on('error', console.error);
}
express()
  .get('/health/ready', (request, response) => response.sendStatus(200))
  .post('/generate-media', express.json(), submitted)
  .post('/webhook/replicate', express.raw({ type: 'application/json' }), reported)
  .listen(Number(env.VSL_PORT), '127.0.0.1');

// Standard Webhooks: HMAC-SHA256 over id, timestamp and the body's bytes, within five minutes.
function verifies(request) {
  const timestamp = request.get('webhook-timestamp');
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < TOLERANCE)) {
    return false;
  }
  const expected = createHmac('sha256', SECRET)
    .update(`${request.get('webhook-id')}.${timestamp}.`).update(request.body).digest();
  return (request.get('webhook-signature') ?? '').split(' ').some((signature) => {
    const given = Buffer.from(signature.replace('v1,', ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
