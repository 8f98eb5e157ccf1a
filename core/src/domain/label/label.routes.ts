import type { EntityManager } from '@mikro-orm/postgresql'
import { notFound } from '../../errors.ts'
import { accountRoutes } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { createLabel } from './create-label.ts'
import { Label } from './label.entity.ts'
import { presentLabel } from './label.presenter.ts'
import { labelInput } from './label.schema.ts'
import { updateLabel } from './update-label.ts'

export const labelRoutes = accountRoutes([
  {
    method: 'GET',
    path: '/labels',
    handle: async ({ em, account }) => ({
      payload: (await em.find(Label, { accountId: account.id }, { orderBy: { title: 'asc' } })).map(presentLabel),
    }),
  },
  {
    method: 'GET',
    path: '/labels/:id',
    administrator: true,
    handle: async ({ em, account, params }) => presentLabel(await findLabel(em, account.id, params.id)),
  },
  {
    method: 'POST',
    path: '/labels',
    administrator: true,
    wrapper: 'label',
    body: labelInput,
    async handle({ core, em, account, body }) {
      const label = await createLabel(em, account.id, body)
      await invalidateCache(core, em, account.id, 'label')
      return presentLabel(label)
    },
  },
  {
    method: 'PATCH',
    path: '/labels/:id',
    administrator: true,
    wrapper: 'label',
    body: labelInput,
    async handle({ core, em, account, params, body }) {
      const label = await updateLabel(core, em, await findLabel(em, account.id, params.id), body)
      await invalidateCache(core, em, account.id, 'label')
      return presentLabel(label)
    },
  },
  {
    method: 'DELETE',
    path: '/labels/:id',
    administrator: true,
    async handle({ core, em, account, params }) {
      // Conversations keep the word: it merely is no label of the account any more.
      await em.remove(await findLabel(em, account.id, params.id)).flush()
      await invalidateCache(core, em, account.id, 'label')
    },
  },
])

async function findLabel(em: EntityManager, accountId: number, id: unknown): Promise<Label> {
  const label = await em.findOne(Label, { accountId, id: rowId(id) })
  if (!label) throw notFound()
  return label
}
