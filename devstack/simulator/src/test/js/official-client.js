// Replicate's own JavaScript client, unchanged but for its base URL, against the simulator of SIMULATOR_URL.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import Replicate, { validateWebhook } from "replicate";

const base = process.env.SIMULATOR_URL;
const replicate = new Replicate({ auth: process.env.REPLICATE_API_TOKEN, baseUrl: `${base}/v1` });
const flux = "black-forest-labs/flux-schnell";
const musicgen = "671ac645ce5e552cc63a54a2bbff63fcf798043055d2dac5fc9e36a837eedcfb";
const input = { prompt: "a lighthouse at dusk", output_format: "png" };

async function step(name, action) {
  await action();
  console.log(`ok ${name}`);
}

await step("accounts, models and versions", async () => {
  assert.equal((await replicate.accounts.current()).type, "user");
  const model = await replicate.models.get("black-forest-labs", "flux-schnell");
  assert.ok(model.is_official);
  assert.ok(model.latest_version.openapi_schema.components.schemas.Input.properties.prompt);
  assert.equal((await replicate.models.versions.list("meta", "musicgen")).results[0].id, musicgen);
  assert.ok((await replicate.models.list()).results.length >= 4);
});

await step("run() of an official model gives files", async () => {
  const output = await replicate.run(flux, { input: { ...input, num_outputs: 2 } });
  assert.equal(output.length, 2);
  const bytes = new Uint8Array(await (await output[0].blob()).arrayBuffer());
  assert.deepEqual([...bytes.slice(1, 4)], [...Buffer.from("PNG")]);
});

await step("run() by polling gives URLs", async () => {
  const output = await replicate.run(flux, { input, wait: { mode: "poll", interval: 20 } });
  assert.match(String(output[0]), /^http.*out-0\.png$/);
});

await step("run() of a version longer than it waits for goes on by polling", async () => {
  const output = await replicate.run(`meta/musicgen:${musicgen}`, {
    input: { prompt: "a quiet piano", duration: 1 }, wait: { mode: "block", timeout: 1, interval: 20 },
  });
  assert.match(String(output), /out-0\.wav$/);
});

await step("create, wait, get, list, paginate", async () => {
  const created = await replicate.predictions.create({ model: flux, input });
  assert.equal(created.status, "starting");
  assert.equal((await replicate.wait(created, { interval: 20 })).status, "succeeded");
  assert.equal((await replicate.predictions.get(created.id)).id, created.id);
  assert.equal((await replicate.predictions.list()).results[0].id, created.id);
  for await (const page of replicate.paginate(replicate.predictions.list)) {
    assert.ok(page.length > 0);
  }
});

await step("cancel", async () => {
  const created = await replicate.predictions.create({ version: musicgen, input: { prompt: "drums" } });
  assert.equal((await replicate.predictions.cancel(created.id)).status, "canceled");
});

await step("deployments", async () => {
  assert.equal((await replicate.deployments.get("simulator", "sdxl")).name, "sdxl");
  const created = await replicate.deployments.predictions.create("simulator", "sdxl", { input: { prompt: "x" } });
  assert.equal(created.model, "stability-ai/sdxl");
});

await step("files", async () => {
  const file = await replicate.files.create(new Blob(["hello"], { type: "text/plain" }), { a: 1 });
  assert.equal(file.size, 5);
  assert.equal((await replicate.files.get(file.id)).checksums.sha256.length, 64);
  assert.equal((await replicate.files.list()).results.length, 1);
  assert.ok(await replicate.files.delete(file.id));
});

await step("errors", async () => {
  await assert.rejects(replicate.predictions.create({ model: flux, input: {} }), /422.*prompt is required/s);
  await assert.rejects(new Replicate({ auth: "wrong", baseUrl: `${base}/v1` }).predictions.list(), /401/);
});

await step("webhooks are validated by validateWebhook", async () => {
  const secret = (await replicate.webhooks.default.secret.get()).key;
  const { promise: received, resolve } = Promise.withResolvers?.() ?? deferred();
  const receiver = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end();
    resolve({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const webhook = `http://127.0.0.1:${receiver.address().port}/hook?job=1`;
  await replicate.predictions.create({ model: flux, input, webhook, webhook_events_filter: ["completed"] });
  const request = await received;
  assert.ok(await validateWebhook(request, secret));
  assert.equal(await validateWebhook({ ...request, body: `${request.body} ` }, secret), false);
  receiver.close();
});

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
process.exit(0);
