import type { EntityManager } from '@mikro-orm/postgresql'
import { invalidRecord } from '../../errors.ts'
import { Label } from './label.entity.ts'
import type { LabelInput } from './label.schema.ts'
import { labelTitle } from './label-title.ts'

export async function createLabel(em: EntityManager, accountId: number, input: LabelInput): Promise<Label> {
  const title = labelTitle(input.title)
  await refuseTaken(em, accountId, title)
  const label = em.create(Label, {
    accountId,
    title,
    description: input.description ?? null,
    showOnSidebar: input.show_on_sidebar ?? true,
    ...(input.color && { color: input.color }),
  })
  await em.flush()
  return label
}

/** Throws a 422 when another label of the account has the title. */
export async function refuseTaken(em: EntityManager, accountId: number, title: string, labelId = 0): Promise<void> {
  if (await em.findOne(Label, { accountId, title, id: { $ne: labelId } }))
    throw invalidRecord({ title: 'Title has already been taken' })
}
