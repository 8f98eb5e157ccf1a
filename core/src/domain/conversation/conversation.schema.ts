import { messageSchema } from '../message/message-input.ts'
import { conversationStatuses, priorities } from './conversation.names.ts'

const id = { type: ['integer', 'null'] }
const text = { type: ['string', 'null'] }

/** An id list that may also come as a single id. */
const ids = { type: 'array', items: { type: 'integer' } }

export const newConversation = {
  properties: {
    source_id: text,
    inbox_id: id,
    contact_id: id,
    assignee_id: id,
    team_id: id,
    hmac_verified: { type: ['boolean', 'null'] },
    status: { enum: [...conversationStatuses, null, ''] },
    message: { type: ['object', 'null'], properties: messageSchema.properties },
  },
}

export const statusInput = { properties: { status: { enum: [...conversationStatuses, null, ''] } } }
export const priorityInput = { properties: { priority: { enum: [...priorities, null, ''] } } }
export const assignmentInput = { properties: { assignee_id: id, team_id: id } }
export const participantsInput = { properties: { user_ids: ids } }
export const draftInput = {
  properties: { draft_message: { type: ['object', 'null'], properties: { message: text } } },
}
export const typingInput = {
  properties: { typing_status: { type: ['string', 'null'] }, is_private: { type: ['boolean', 'null'] } },
}
export const bulkInput = {
  properties: {
    type: text,
    ids,
    fields: {
      type: ['object', 'null'],
      properties: { status: { enum: [...conversationStatuses, null] }, assignee_id: id, team_id: id },
    },
    labels: { type: ['object', 'null'] },
  },
}
