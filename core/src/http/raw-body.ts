import type { IncomingMessage } from 'node:http'
import { CordboardError } from '../errors.ts'

/** Collects a body's bytes by events, the cheapest way there is; more than `limit` is a 413. */
export function readRawBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else {
        request.removeAllListeners('data').resume()
        reject(tooLarge(limit))
      }
    })
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)))
    request.on('error', reject)
    request.on('close', () => {
      if (!request.complete) reject(aborted())
    })
  })
}

const tooLarge = (limit: number) =>
  new CordboardError('request.tooLarge', 413, `The request body is larger than ${limit} bytes`)

const aborted = () => new CordboardError('request.aborted', 400, 'The request ended before its body was complete')
