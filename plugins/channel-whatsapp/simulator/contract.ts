import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { GraphAnswer } from './graph-answer.ts'
import type { GraphRequest } from './graph-calls.ts'
import { toJsonSchema } from './openapi.ts'

/** The provider's own description of its API, against which all traffic of the simulator is checked. */
export interface Contract {
  checkRequest(operation: string, request: GraphRequest): string[]
  checkAnswer(operation: string, method: string, answer: GraphAnswer): string[]
  /** Checks the `value` of a webhook change. */
  checkWebhook(schema: string, value: unknown): string[]
}

/** Where traffic is right and the description is not, with the words of the provider's documentation. */
const exceptions: { what: RegExp; because: string }[] = [
  {
    what: /unevaluated.*biz_opaque_callback_data/,
    because: 'messages may carry "an arbitrary string, useful for tracking"',
  },
  { what: /unevaluated.*"recipient"/, because: '"recipient" takes a business-scoped user ID in place of "to"' },
  { what: /"to".*required|required.*'to'/, because: '"recipient" takes a business-scoped user ID in place of "to"' },
  {
    what: /\/template\/components\/\d+\/sub_type must be equal/,
    because: 'buttons of templates have the sub types "quick_reply", "url", "copy_code", "catalog" …',
  },
  {
    what: /\/template\/components\/\d+\/index must match/,
    because: 'the index is the "zero-based" position of the button: the pattern written down admits no 0 and no 1',
  },
]

/** The same of answers. */
const answerExceptions: typeof exceptions = [
  {
    what: /\/data\/\d+\/status must be equal/,
    because: 'the status of a number is "CONNECTED", "PENDING" … wherever the number itself is read',
  },
]

const folder = () =>
  process.env.CORDBOARD_CONTRACTS ?? fileURLToPath(new URL('../../../../shared/contracts', import.meta.url))

export const contractFile = (): string => `${folder()}/providers/whatsapp-business-messaging-v23.yaml`

let loaded: Promise<Contract | undefined> | undefined

/** Undefined where the description is not at hand: it is never copied into the repository. */
export function loadContract(): Promise<Contract | undefined> {
  loaded ??= readContract()
  return loaded
}

async function readContract(): Promise<Contract | undefined> {
  const file = contractFile()
  if (!existsSync(file)) return undefined
  const [{ parse }, { Ajv2020 }] = await Promise.all([import('yaml'), import('ajv/dist/2020.js')])
  const description = toJsonSchema(parse(await readFile(file, 'utf8'), { maxAliasCount: -1 }))
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(description, 'provider')
  return createContract(description, (pointer, value) => {
    const validate = ajv.getSchema(`provider#${pointer}`)
    if (!validate) return [`the description has nothing at ${pointer}`]
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  })
}

type Check = (pointer: string, value: unknown) => string[]

function createContract(description: Description, check: Check): Contract {
  const unexcused = (problems: string[], known = exceptions) =>
    problems.filter((problem) => !known.some(({ what }) => what.test(problem)))
  return {
    checkRequest(operation, { method, contentType, bytes }) {
      const kind = contentType.split(';')[0] ?? ''
      if (kind !== 'application/json') return checkMediaType(description, operation, method, kind)
      const body = JSON.parse(bytes.toString('utf8'))
      return unexcused(check(requestSchema(operation, method, body), body))
    },
    checkAnswer(operation, method, { status, body }) {
      if (status >= 400) return check(component('GraphAPIError'), body)
      const at = ['paths', operation, method.toLowerCase(), 'responses', '200', 'content', 'application/json', 'schema']
      return unexcused(check(pointer(...at), body), answerExceptions)
    },
    checkWebhook: (schema, value) => unexcused(check(component(schema), value)),
  }
}

type Description = { paths: Record<string, Record<string, { requestBody?: { content: object } }>> }

function checkMediaType(description: Description, operation: string, method: string, kind: string): string[] {
  const content = description.paths[operation]?.[method.toLowerCase()]?.requestBody?.content
  if (!content) return kind === '' ? [] : [`takes no body, and ${kind} was sent`]
  return kind in content ? [] : [`takes ${Object.keys(content).join(', ')}, and ${kind || 'nothing'} was sent`]
}

// One schema for each type of message: the description's choice between them says too little when one fails.
const messageSchemas: Record<string, string> = {
  text: 'TextMessage',
  audio: 'AudioMessage',
  document: 'DocumentMessage',
  image: 'ImageMessage',
  location: 'LocationMessage',
  video: 'VideoMessage',
  sticker: 'StickerMessage',
  reaction: 'ReactionMessage',
  interactive: 'InteractiveMessage',
  template: 'TemplateMessage',
  contacts: 'ContactsMessage',
}

// Interactive messages of these types are documented on pages of their own, and missing in the description.
const undescribed = new Set(['cta_url', 'location_request_message'])

function requestSchema(
  operation: string,
  method: string,
  body: { type?: string; status?: string; interactive?: { type?: string } },
): string {
  if (!operation.endsWith('/messages'))
    return pointer('paths', operation, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema')
  if (undescribed.has(body.interactive?.type ?? '')) return component('BaseMessageProperties')
  return component(
    body.status === 'read' ? 'MarkMessageRequestPayload' : (messageSchemas[body.type ?? ''] ?? 'Message'),
  )
}

const component = (name: string): string => pointer('components', 'schemas', name)

const pointer = (...keys: string[]): string =>
  keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')
