import { availabilities, roles } from './role.ts'

const editable = {
  name: { type: 'string' },
  role: { type: 'string', enum: roles },
  availability: { type: 'string', enum: availabilities },
  auto_offline: { type: 'boolean' },
}

export const agentUpdate = { properties: editable }

export const newAgentInput = {
  required: ['email'],
  properties: { ...editable, email: { type: 'string' } },
}

export const bulkInput = {
  required: ['emails'],
  properties: { emails: { type: 'array', maxItems: 100, items: {} } },
}

export interface AgentInput {
  name?: string
  email?: string
  role?: (typeof roles)[number]
  availability?: (typeof availabilities)[number]
  auto_offline?: boolean
}
