import type { EntityManager } from '@mikro-orm/postgresql'
import { notFound } from '../../errors.ts'
import { type AccountRequest, accountRoutes, Reply } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { CustomAttributeDefinition } from './custom-attribute.entity.ts'
import { presentCustomAttribute } from './custom-attribute.presenter.ts'
import { attributeModels, customAttributeInput, numberOf } from './custom-attribute.schema.ts'
import { saveCustomAttribute } from './save-custom-attribute.ts'

const wrapped = { wrapper: 'custom_attribute_definition', body: customAttributeInput }

/** Fields that an account adds to contacts and conversations. The contract asks for no role here. */
export const customAttributeRoutes = accountRoutes([
  { method: 'GET', path: '/custom_attribute_definitions', handle: list },
  {
    method: 'GET',
    path: '/custom_attribute_definitions/:id',
    handle: async ({ em, account, params }) => presentCustomAttribute(await find(em, account.id, params.id)),
  },
  {
    ...wrapped,
    method: 'POST',
    path: '/custom_attribute_definitions',
    handle: async ({ em, account, body }) => presentCustomAttribute(await saveCustomAttribute(em, account.id, body)),
  },
  {
    ...wrapped,
    method: 'PATCH',
    path: '/custom_attribute_definitions/:id',
    async handle({ em, account, params, body }) {
      const definition = await find(em, account.id, params.id)
      return presentCustomAttribute(await saveCustomAttribute(em, account.id, body, definition))
    },
  },
  {
    method: 'DELETE',
    path: '/custom_attribute_definitions/:id',
    async handle({ em, account, params }) {
      await em.remove(await find(em, account.id, params.id)).flush()
      return new Reply(204)
    },
  },
])

async function list({ em, account, query }: AccountRequest) {
  const { attribute_model: wanted } = query
  const model = typeof wanted === 'string' && wanted !== '' ? numberOf(attributeModels, wanted) : undefined
  if (model !== undefined && attributeModels[model] === undefined) return []
  const filter = model === undefined ? {} : { attributeModel: model }
  const found = await em.find(
    CustomAttributeDefinition,
    { accountId: account.id, ...filter },
    { orderBy: { id: 'asc' } },
  )
  return found.map(presentCustomAttribute)
}

async function find(em: EntityManager, accountId: number, id: unknown): Promise<CustomAttributeDefinition> {
  const definition = await em.findOne(CustomAttributeDefinition, { accountId, id: rowId(id) })
  if (!definition) throw notFound()
  return definition
}
