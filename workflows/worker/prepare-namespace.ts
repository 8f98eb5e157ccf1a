import { type Connection, isGrpcServiceError } from '@temporalio/client'

const alreadyExists = 6
const notFound = 5
const refused = new Set([7, 12])
const retentionSeconds = 7 * 24 * 3600

/** What processes are found by in the Temporal UI, with Temporal's number for the type. */
export const searchAttributes = {
  CbAccountId: 3,
  CbInboxId: 3,
  CbPlugin: 2,
  CbPhase: 2,
  CbStuck: 5,
  CbPhaseSince: 6,
} as const

/** Makes the namespace and its search attributes where they are missing. A hosted Temporal has its own ways for both. */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  await makeNamespace(connection, namespace)
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace }).catch(unlessRefused)
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in (customAttributes ?? {})))
  if (missing.length > 0)
    await connection.operatorService
      .addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) })
      .catch(unlessRefused)
}

async function makeNamespace(connection: Connection, namespace: string): Promise<void> {
  try {
    await connection.workflowService.describeNamespace({ namespace })
  } catch (error) {
    if (codeOf(error) !== notFound) throw error
    await connection.workflowService
      .registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: retentionSeconds as never } })
      .catch(unlessRefused)
  }
}

const codeOf = (error: unknown) => (isGrpcServiceError(error) ? (error.code as number) : undefined)

function unlessRefused(error: unknown): { customAttributes?: Record<string, unknown> } {
  const code = codeOf(error)
  if (code === undefined || (code !== alreadyExists && !refused.has(code))) throw error
  return { customAttributes: { ...searchAttributes } }
}
