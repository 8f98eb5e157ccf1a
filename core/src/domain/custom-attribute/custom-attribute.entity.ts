import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A field that an account adds to its contacts or conversations. */
export const CustomAttributeDefinition = defineEntity({
  name: 'CustomAttributeDefinition',
  tableName: 'custom_attribute_definitions',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    attributeDisplayName: p.text().nullable(),
    attributeKey: p.text(),
    attributeDisplayType: p.smallint().default(0),
    attributeModel: p.smallint().default(0),
    attributeDescription: p.text().nullable(),
    attributeValues: p.json<unknown[]>().onCreate(() => []),
    regexPattern: p.text().nullable(),
    regexCue: p.text().nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type CustomAttributeDefinition = InferEntity<typeof CustomAttributeDefinition>
