import { basename } from 'node:path'
import { unprocessable } from '../errors.ts'
import { isPublicAddress, literalAddress } from '../kernel/egress-address.ts'
import { callOut } from '../kernel/egress-client.ts'
import type { NewFile } from './files.ts'

const timeoutMilliseconds = 20_000
const maxRedirects = 3

/** A file at a public http(s) address, to be stored. Addresses inside a network are refused, on every redirect anew. */
export async function fetchFile(address: string): Promise<Pick<NewFile, 'filename' | 'contentType' | 'source'>> {
  const signal = AbortSignal.timeout(timeoutMilliseconds)
  let url = publicUrl(address)
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const response = await callOut(url, 'public', { redirect: 'manual', signal }).catch(() => {
      throw failed('the server does not answer')
    })
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel()
      url = publicUrl(new URL(location, url).href)
      continue
    }
    if (!response.ok || !response.body) throw failed(`the server answers ${response.status}`)
    const contentType = response.headers.get('content-type')
    return {
      filename: basename(decodeURI(url.pathname)) || 'file',
      source: response.body as AsyncIterable<Uint8Array>,
      ...(contentType !== null && { contentType }),
    }
  }
  throw failed('it redirects too often')
}

function publicUrl(address: string): URL {
  const url = URL.parse(address)
  const literal = url && literalAddress(url.hostname)
  const plain = url && /^https?:$/.test(url.protocol) && url.port === '' && !url.username && !url.password
  if (!plain || (literal && !isPublicAddress(literal))) throw unprocessable('Invalid URL provided', 'upload.address')
  return url
}

const failed = (reason: string) => unprocessable(`Failed to fetch file from URL: ${reason}`, 'upload.unreachable')
