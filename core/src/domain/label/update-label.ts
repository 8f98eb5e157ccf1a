import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { refuseTaken } from './create-label.ts'
import type { Label } from './label.entity.ts'
import { renameLabel } from './label.jobs.ts'
import type { LabelInput } from './label.schema.ts'
import { labelTitle } from './label-title.ts'

/** Changes a label. A new title follows to every conversation and contact that carries the old one, in a job. */
export async function updateLabel(core: Core, em: EntityManager, label: Label, input: LabelInput): Promise<Label> {
  const { accountId, title: from } = label
  const to = input.title === undefined ? from : labelTitle(input.title)
  if (to !== from) {
    await refuseTaken(em, accountId, to, label.id)
    await core.jobs.enqueue(em, renameLabel, { accountId, from, to }, { queue: `label:${accountId}` })
  }
  label.title = to
  if (input.description !== undefined) label.description = input.description
  if (input.color !== undefined) label.color = input.color
  if (input.show_on_sidebar !== undefined) label.showOnSidebar = input.show_on_sidebar ?? true
  await em.flush()
  return label
}
