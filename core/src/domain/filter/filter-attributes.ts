import { conversationStatuses, priorities } from '../conversation/conversation.names.ts'

export type Operator =
  | 'equal_to'
  | 'not_equal_to'
  | 'contains'
  | 'does_not_contain'
  | 'is_present'
  | 'is_not_present'
  | 'is_greater_than'
  | 'is_less_than'
  | 'days_before'
  | 'starts_with'

/** How a value is read and compared. `first`: only the first value counts, as contacts have it. */
export type Comparison =
  | { kind: 'names'; names: readonly string[]; all?: string }
  | { kind: 'number' }
  | { kind: 'text'; ignoreCase?: boolean; first?: boolean; normalise?: (text: string) => string }
  | { kind: 'date' }
  | { kind: 'boolean' }
  | { kind: 'labels' }

export interface FilterAttribute {
  /** SQL of the stored value of row `c`. */
  sql: string
  comparison: Comparison
  operators: readonly Operator[]
  /** A row without the attribute is unequal to every value. */
  absentIsUnequal?: boolean
}

export type FilterModel = 'conversation' | 'contact'

const equality: Operator[] = ['equal_to', 'not_equal_to']
const presence: Operator[] = [...equality, 'is_present', 'is_not_present']
const search: Operator[] = [...equality, 'contains', 'does_not_contain']
const dates: Operator[] = ['is_greater_than', 'is_less_than', 'days_before']

const additional = (key: string) => `c.additional_attributes ->> '${key}'`
const dateOf = (column: string): FilterAttribute => ({
  sql: `(c.${column} at time zone 'UTC')::date`,
  comparison: { kind: 'date' },
  operators: dates,
})
const idOf = (column: string, operators = presence): FilterAttribute => ({
  sql: `c.${column}`,
  comparison: { kind: 'number' },
  operators,
})
const textOf = (key: string, operators: Operator[]): FilterAttribute => ({
  sql: additional(key),
  comparison: { kind: 'text' },
  operators,
})
const labels: FilterAttribute = { sql: 'c.labels', comparison: { kind: 'labels' }, operators: presence }

// Text of a contact compares its first value, in lower case on both sides.
const contactText = (sql: string, operators: Operator[], normalise?: (text: string) => string): FilterAttribute => ({
  sql,
  comparison: { kind: 'text', ignoreCase: true, first: true, ...(normalise ? { normalise } : {}) },
  operators,
})

const conversation: Record<string, FilterAttribute> = {
  status: {
    sql: 'c.status',
    comparison: { kind: 'names', names: conversationStatuses, all: 'all' },
    operators: equality,
  },
  assignee_id: idOf('assignee_id'),
  inbox_id: idOf('inbox_id'),
  team_id: idOf('team_id'),
  priority: { sql: 'c.priority', comparison: { kind: 'names', names: priorities }, operators: equality },
  display_id: idOf('display_id', search),
  campaign_id: idOf('campaign_id'),
  labels,
  browser_language: textOf('browser_language', equality),
  conversation_language: textOf('conversation_language', equality),
  country_code: textOf('country_code', equality),
  referer: textOf('referer', search),
  created_at: dateOf('created_at'),
  last_activity_at: dateOf('last_activity_at'),
  mail_subject: textOf('mail_subject', search),
}

const contact: Record<string, FilterAttribute> = {
  name: contactText('c.name', search),
  phone_number: contactText('c.phone_number', [...search, 'starts_with'], (text) => `+${text.replaceAll('+', '')}`),
  email: contactText('c.email', search),
  identifier: contactText('c.identifier', equality),
  country_code: contactText(additional('country_code'), equality),
  city: contactText(additional('city'), search),
  company: contactText(`coalesce(nullif(${additional('company')}, ''), ${additional('company_name')})`, search),
  labels,
  created_at: dateOf('created_at'),
  last_activity_at: dateOf('last_activity_at'),
  blocked: { sql: 'c.blocked', comparison: { kind: 'boolean' }, operators: equality },
}

export const standardAttributes: Record<FilterModel, Record<string, FilterAttribute>> = { conversation, contact }

const asText: FilterAttribute['comparison'] = { kind: 'text', ignoreCase: true, first: true }
const kinds: { type: string; comparison: Comparison; operators: Operator[] }[] = [
  { type: 'text', comparison: asText, operators: [...search, 'is_present', 'is_not_present'] },
  { type: 'numeric', comparison: { kind: 'number' }, operators: [...presence, 'is_greater_than', 'is_less_than'] },
  { type: 'numeric', comparison: { kind: 'number' }, operators: [...presence, 'is_greater_than', 'is_less_than'] },
  { type: 'numeric', comparison: { kind: 'number' }, operators: [...presence, 'is_greater_than', 'is_less_than'] },
  { type: 'text', comparison: asText, operators: [...search, 'is_present', 'is_not_present'] },
  { type: 'date', comparison: { kind: 'date' }, operators: [...presence, ...dates] },
  { type: 'text', comparison: asText, operators: [...search, 'is_present', 'is_not_present'] },
  { type: 'boolean', comparison: { kind: 'boolean' }, operators: presence },
]

/** A field that the account defined; `displayType` is its stored number. Values that do not fit the type count as absent. */
export function customAttribute(key: string, displayType: number, bind: (value: unknown) => string): FilterAttribute {
  const { type, comparison, operators } = kinds[displayType] ?? (kinds[0] as (typeof kinds)[number])
  const text = `(c.custom_attributes ->> ${bind(key)}::text)`
  const sql = type === 'text' ? text : `(case when pg_input_is_valid(${text}, '${type}') then ${text}::${type} end)`
  return { sql, comparison, operators, absentIsUnequal: true }
}
