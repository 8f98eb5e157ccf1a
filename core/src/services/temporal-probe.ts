import { type ClientHttp2Session, connect, constants } from 'node:http2'

export interface TemporalTarget {
  address: string
  tls?: boolean
  apiKey?: string | undefined
}

const systemInfo = '/temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo'
/** A gRPC message without content: not compressed, zero bytes long. */
const emptyMessage = Buffer.alloc(5)

/**
 * Whether a Temporal server answers at the address. An open port proves nothing, so the server is asked who it is, with
 * the few bytes that takes: the client library is large, and this runs in the process that answers requests.
 */
export async function temporalAnswers(target: TemporalTarget, patience: number): Promise<boolean> {
  let session: ClientHttp2Session | undefined
  try {
    session = connect(`${target.tls ? 'https' : 'http'}://${target.address}`)
    return await ask(session, target, patience)
  } catch {
    return false
  } finally {
    session?.destroy()
  }
}

function ask(session: ClientHttp2Session, { apiKey }: TemporalTarget, patience: number): Promise<boolean> {
  const answer = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => answer.resolve(false), patience)
  session.once('error', () => answer.resolve(false))
  session.once('close', () => answer.resolve(false))
  const stream = session.request({
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: systemInfo,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
  })
  const judge = (headers: Record<string, unknown>) => {
    if ('grpc-status' in headers) answer.resolve(headers['grpc-status'] === '0')
  }
  stream.on('response', judge)
  stream.on('trailers', judge)
  stream.once('error', () => answer.resolve(false))
  stream.resume()
  stream.end(emptyMessage)
  return answer.promise.finally(() => clearTimeout(timer))
}
