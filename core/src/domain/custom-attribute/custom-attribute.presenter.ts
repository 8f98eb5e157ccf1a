import type { CustomAttributeDefinition } from './custom-attribute.entity.ts'
import { attributeModels, displayTypes } from './custom-attribute.schema.ts'

export const presentCustomAttribute = (definition: CustomAttributeDefinition) => ({
  id: definition.id,
  attribute_display_name: definition.attributeDisplayName ?? null,
  attribute_display_type: displayTypes[definition.attributeDisplayType],
  attribute_description: definition.attributeDescription ?? null,
  attribute_key: definition.attributeKey,
  regex_pattern: definition.regexPattern ?? null,
  regex_cue: definition.regexCue ?? null,
  attribute_values: definition.attributeValues,
  attribute_model: attributeModels[definition.attributeModel],
  default_value: null,
  created_at: definition.createdAt.toISOString(),
  updated_at: definition.updatedAt.toISOString(),
})
