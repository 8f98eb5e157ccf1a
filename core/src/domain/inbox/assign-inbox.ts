import { invalidRecord } from '../../errors.ts'
import { plainText } from '../plain-text.ts'
import type { Inbox } from './inbox.entity.ts'
import { type InboxInput, senderNameTypes } from './inbox.schema.ts'
import { mergeHours } from './working-hours.ts'

/** Properties of an inbox that the input changes; null where the input says so and the property can be. */
export function assignInbox(inbox: Inbox, input: InboxInput): void {
  if (input.name !== undefined) inbox.name = inboxName(input.name)
  if (input.timezone) inbox.timezone = timezone(input.timezone)
  if (input.working_hours) inbox.workingHours = mergeHours(inbox.workingHours, input.working_hours)
  if (input.sender_name_type) inbox.senderNameType = senderNameTypes.indexOf(input.sender_name_type)
  if (input.csat_config !== undefined) inbox.csatConfig = input.csat_config ?? {}
  if (input.auto_assignment_config !== undefined) inbox.autoAssignmentConfig = assignmentConfig(input)
  for (const [property, key] of texts) if (input[key] !== undefined) inbox[property] = input[key]
  for (const [property, key] of flags) if (typeof input[key] === 'boolean') inbox[property] = input[key]
}

const texts = [
  ['greetingMessage', 'greeting_message'],
  ['outOfOfficeMessage', 'out_of_office_message'],
  ['businessName', 'business_name'],
] as const

const flags = [
  ['greetingEnabled', 'greeting_enabled'],
  ['enableEmailCollect', 'enable_email_collect'],
  ['csatSurveyEnabled', 'csat_survey_enabled'],
  ['enableAutoAssignment', 'enable_auto_assignment'],
  ['workingHoursEnabled', 'working_hours_enabled'],
  ['allowMessagesAfterResolved', 'allow_messages_after_resolved'],
  ['lockToSingleConversation', 'lock_to_single_conversation'],
] as const

/** The name of an inbox as it is stored. */
export function inboxName(text: string | undefined): string {
  const name = plainText(text ?? '')
  if (name === '') throw invalidRecord({ name: "Name can't be blank" })
  return name
}

function timezone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) && name
  } catch {
    throw invalidRecord({ timezone: 'Timezone is not known' })
  }
}

const assignmentConfig = ({ auto_assignment_config: config }: InboxInput) =>
  config?.max_assignment_limit ? { max_assignment_limit: config.max_assignment_limit } : {}
