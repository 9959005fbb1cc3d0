// An ordinary client in Node:
//   node kafkajs.mjs version
//   node kafkajs.mjs produce BROKERS TOPIC KEY [NAME=VALUE...] < value
//   node kafkajs.mjs consume BROKERS TOPIC...      all there is now, a line each as kcat -J prints it
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { Kafka, logLevel } from 'kafkajs';

const [verb, brokers, ...rest] = process.argv.slice(2);

function connect() {
  return new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
}

async function produce(topic, key, ...headers) {
  const producer = connect().producer();
  await producer.connect();
  const value = await text(process.stdin);
  await producer.send({
    topic, messages: [{ key, value, headers: Object.fromEntries(headers.map((header) => header.split(/=(.*)/s, 2))) }],
  });
  await producer.disconnect();
}

async function consume(...topics) {
  const kafka = connect();
  const left = await ends(kafka.admin(), topics);
  if (left.size === 0) {
    return;
  }
  const consumer = kafka.consumer({ groupId: `ordinary-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({
      eachMessage: async ({ topic, partition, message }) => {
        print(topic, partition, message);
        if (BigInt(message.offset) + 1n >= (left.get(`${topic}-${partition}`) ?? Infinity)) {
          left.delete(`${topic}-${partition}`);
        }
        if (left.size === 0) {
          resolve();
        }
      },
    }).catch(reject);
  });
  await consumer.disconnect();
}

async function ends(admin, topics) {
  await admin.connect();
  const left = new Map();
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (low !== high) {
        left.set(`${topic}-${partition}`, BigInt(high));
      }
    }
  }
  await admin.disconnect();
  return left;
}

function print(topic, partition, { offset, timestamp, headers, key, value }) {
  const pairs = Object.entries(headers).flatMap(([name, values]) => [values].flat().map((it) => [name, it.toString()]));
  console.log(JSON.stringify({
    topic, partition, offset: Number(offset), ts: Number(timestamp), headers: pairs.flat(),
    key: key?.toString(), payload: value?.toString(),
  }));
}

async function version() {
  console.log('kafkajs', createRequire(import.meta.url)('kafkajs/package.json').version);
}

await { version, produce, consume }[verb](...rest).catch((error) => {
  console.error(error);
  process.exit(1);
});
