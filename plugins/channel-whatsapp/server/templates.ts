import type { Connection } from './connection.ts'
import type { Graph } from './graph.ts'
import { type Json, record, records, shallow, text } from './json.ts'

const fields = 'id,name,language,status,category,sub_category,parameter_format,components,quality_score,rejected_reason'
const pageSize = '100'
const mostPages = 100

/** Every template of the business account. The next page is asked for by cursor: its ready-made link holds the token. */
export async function listTemplates(connection: Connection, graph: Graph): Promise<Json[]> {
  const templates: Json[] = []
  let after: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const answer = await graph.get(connection, `${connection.businessAccountId}/message_templates`, {
      fields,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    })
    templates.push(...records(answer.data).map((template) => shallow(template, 12) as Json))
    const paging = record(answer.paging)
    after = text(paging?.next) === undefined ? undefined : text(record(paging?.cursors)?.after)
    if (after === undefined) break
  }
  return templates
}
