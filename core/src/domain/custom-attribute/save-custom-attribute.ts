import type { EntityManager } from '@mikro-orm/postgresql'
import { invalidRecord } from '../../errors.ts'
import { CustomAttributeDefinition } from './custom-attribute.entity.ts'
import { attributeModels, type CustomAttributeInput, displayTypes, numberOf } from './custom-attribute.schema.ts'

// What records of that kind have anyway, by the number of the model.
const standardKeys = [
  [
    ...['status', 'priority', 'assignee_id', 'inbox_id', 'team_id', 'display_id', 'campaign_id', 'labels'],
    ...['browser_language', 'country_code', 'referer', 'created_at', 'last_activity_at'],
  ],
  [
    ...['name', 'email', 'phone_number', 'identifier', 'country_code', 'city', 'created_at', 'last_activity_at'],
    ...['referer', 'blocked'],
  ],
]

/** Creates a definition of the account, or changes the given one. */
export async function saveCustomAttribute(
  em: EntityManager,
  accountId: number,
  input: CustomAttributeInput,
  definition = em.create(CustomAttributeDefinition, { accountId, attributeKey: '' }, { persist: false }),
): Promise<CustomAttributeDefinition> {
  assign(definition, input)
  await refuseProblems(em, definition)
  await em.persist(definition).flush()
  return definition
}

function assign(definition: CustomAttributeDefinition, input: CustomAttributeInput): void {
  const { attribute_model: model, attribute_display_type: displayType } = input
  if (input.attribute_key !== undefined) definition.attributeKey = input.attribute_key.trim()
  if (input.attribute_display_name !== undefined) definition.attributeDisplayName = input.attribute_display_name.trim()
  if (input.attribute_description !== undefined) definition.attributeDescription = input.attribute_description
  if (displayType !== undefined) definition.attributeDisplayType = numberOf(displayTypes, displayType)
  if (model !== undefined) definition.attributeModel = numberOf(attributeModels, model)
  if (input.attribute_values !== undefined) definition.attributeValues = input.attribute_values ?? []
  if (input.regex_pattern !== undefined) definition.regexPattern = input.regex_pattern
  if (input.regex_cue !== undefined) definition.regexCue = input.regex_cue
}

async function refuseProblems(em: EntityManager, definition: CustomAttributeDefinition): Promise<void> {
  const { attributeDisplayName, attributeKey, attributeModel = 0 } = definition
  const problems: Record<string, string> = {}
  if (!attributeDisplayName) problems.attribute_display_name = "Attribute display name can't be blank"
  if (attributeKey === '') problems.attribute_key = "Attribute key can't be blank"
  else if (isStandard(attributeModel, attributeKey))
    problems.attribute_key = 'Attribute key must not be the name of a standard attribute'
  else if (await isTaken(em, definition)) problems.attribute_key = 'Attribute key has already been taken'
  if (Object.keys(problems).length > 0) throw invalidRecord(problems)
}

const isStandard = (model: number, key: string): boolean => standardKeys[model]?.includes(key) ?? false

async function isTaken(em: EntityManager, definition: CustomAttributeDefinition): Promise<boolean> {
  const { id = 0, accountId, attributeKey, attributeModel = 0 } = definition
  const found = await em.findOne(CustomAttributeDefinition, {
    accountId,
    attributeKey,
    attributeModel,
    id: { $ne: id },
  })
  return found !== null
}
