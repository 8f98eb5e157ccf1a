import { accountUrl, api } from './api.ts'

export type AttributeModel = 'conversation_attribute' | 'contact_attribute'
export type AttributeKind = 'text' | 'number' | 'currency' | 'percent' | 'link' | 'date' | 'list' | 'checkbox'

/** A field that an account added to its contacts or conversations. */
export interface AttributeDefinition {
  id: number
  attribute_key: string
  attribute_display_name: string
  attribute_description: string | null
  attribute_display_type: AttributeKind
  attribute_model: AttributeModel
  attribute_values: string[]
  regex_pattern: string | null
  regex_cue: string | null
}

export const listAttributeDefinitions = (account: number): Promise<AttributeDefinition[]> =>
  api.get(accountUrl(account, 'custom_attribute_definitions'))
