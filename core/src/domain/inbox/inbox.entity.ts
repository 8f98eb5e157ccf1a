import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** Opening hours of one weekday; 0 is Sunday. */
export interface WorkingHour {
  day_of_week: number
  closed_all_day: boolean
  open_hour: number | null
  open_minutes: number | null
  close_hour: number | null
  close_minutes: number | null
  open_all_day: boolean
}

/** Where conversations of one channel come in. */
export const Inbox = defineEntity({
  name: 'Inbox',
  tableName: 'inboxes',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    channelId: p.bigint('number'),
    channelType: p.text(),
    name: p.text(),
    businessName: p.text().nullable(),
    emailAddress: p.text().nullable(),
    senderNameType: p.smallint().default(0),
    enableAutoAssignment: p.boolean().default(true),
    autoAssignmentConfig: p.json<Record<string, unknown>>().onCreate(() => ({})),
    greetingEnabled: p.boolean().default(false),
    greetingMessage: p.text().nullable(),
    workingHoursEnabled: p.boolean().default(false),
    workingHours: p.json<WorkingHour[]>().onCreate(() => []),
    outOfOfficeMessage: p.text().nullable(),
    timezone: p.text().default('UTC'),
    enableEmailCollect: p.boolean().default(true),
    csatSurveyEnabled: p.boolean().default(false),
    csatConfig: p.json<Record<string, unknown>>().onCreate(() => ({})),
    allowMessagesAfterResolved: p.boolean().default(true),
    lockToSingleConversation: p.boolean().default(false),
    avatarBlobId: p.bigint('number').nullable(),
    deletingAt: p.datetime().nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Inbox = InferEntity<typeof Inbox>
