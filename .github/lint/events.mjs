// Checks what stands on the topics for others: asyncapi.yaml with the parser of AsyncAPI, each schema and its examples with
// Ajv, which takes no keyword that it doesn't know. Exits with 1 when it finds anything.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromFile, Parser } from '@asyncapi/parser'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const resources = fileURLToPath(new URL('../../src/main/resources', import.meta.url))

// 3.1 says nothing more of Kafka, and many tools read 3.0 alone.
const parser = new Parser({ ruleset: { rules: { 'asyncapi-latest-version': 'off' } } })
const { document, diagnostics } = await fromFile(parser, join(resources, 'asyncapi.yaml')).parse()
const problems = diagnostics.map(({ code, message, path, range }) =>
  `asyncapi.yaml:${range.start.line + 1}: ${message} [${code} at ${path.join('.')}]`)
if (!document && problems.length === 0) problems.push('asyncapi.yaml can\'t be read')

const names = readdirSync(join(resources, 'schemas')).sort()
// What a schema requires may be described in the one that it refers to.
const ajv = addFormats(new Ajv({ strict: true, strictRequired: false, allErrors: true }))
const schemas = names.map((name) => JSON.parse(readFileSync(join(resources, 'schemas', name), 'utf8')))
names.forEach((name, i) => ajv.addSchema(schemas[i], name))
names.forEach((name, i) => {
  try {
    const validate = ajv.getSchema(name)
    for (const example of schemas[i].examples) {
      if (!validate(example)) problems.push(`schemas/${name}: an example ${ajv.errorsText(validate.errors)}`)
    }
  } catch (error) {
    problems.push(`schemas/${name}: ${error.message}`)
  }
})

problems.forEach((problem) => console.error(problem))
console.log(`asyncapi.yaml and ${names.length} schemas, ${problems.length} problems`)
process.exit(problems.length ? 1 : 0)
