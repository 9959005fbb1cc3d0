// Verifies a webhook with the library that receivers in Node use. {secret, headers, body} as JSON on standard input; exit 0
// when the signature is right. "version" alone tells whether the library is there.
import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'

if (process.argv[2] !== 'version') {
  const { secret, headers, body } = JSON.parse(readFileSync(0, 'utf8'))
  new Webhook(secret).verify(body, headers)
}
