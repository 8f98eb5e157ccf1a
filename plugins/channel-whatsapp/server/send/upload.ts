import type { OutboundAttachment, PluginFiles } from '@cordboard/plugin-sdk'
import type { Connection } from '../connection.ts'
import type { Graph } from '../graph.ts'
import { GraphError } from '../graph-error.ts'
import { text } from '../json.ts'
import { baseType } from './file-kinds.ts'

/** Puts a file at the provider and answers its id there: our own links may not be reachable from outside. */
export async function upload(
  attachment: OutboundAttachment,
  { connection, graph, files }: { connection: Connection; graph: Graph; files: PluginFiles },
): Promise<string> {
  const type = baseType(attachment.contentType)
  const chunks: Uint8Array[] = []
  for await (const chunk of await files.open(connection.accountId, attachment.id)) chunks.push(chunk)
  const form = new FormData()
  form.append('messaging_product', 'whatsapp')
  form.append('type', type)
  form.append('file', new Blob(chunks as Uint8Array<ArrayBuffer>[], { type }), attachment.name)
  const answer = await graph.upload(connection, `${connection.phoneNumberId}/media`, form)
  const id = text(answer.id)
  if (!id) throw new GraphError({ status: 502, message: 'The provider gave the file no id' })
  return id
}
