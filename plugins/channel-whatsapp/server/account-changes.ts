import type { ChannelRecord, PluginContext } from '@cordboard/plugin-sdk'
import { type Json, present, record, records, text, word } from './json.ts'

const mostAlerts = 20

/** What a webhook about the account, not about a message, changes on the inbox; undefined when it changes nothing. */
export function settingsAfter(channel: ChannelRecord, field: string, value: Json, now: string): Json | undefined {
  if (field === 'message_template_status_update') return templateStatus(channel, value)
  if (field === 'account_update') return accountUpdate(channel, value, now)
  if (concernsAnotherNumber(channel, value)) return undefined
  const notice = noticeOf(field, value)
  return notice && withNotice(channel, { field, at: now, ...notice })
}

// Account-level news name the number in any notation.
export function concernsAnotherNumber({ identity }: ChannelRecord, value: Json): boolean {
  const number = word(value.display_phone_number)?.replace(/\D/g, '')
  return number !== undefined && `+${number}` !== identity
}

const templateStates: Record<string, string> = { REINSTATED: 'APPROVED', FLAGGED: 'APPROVED' }

function templateStatus({ settings }: ChannelRecord, value: Json): Json | undefined {
  const event = word(value.event)
  const id = word(value.message_template_id)
  const name = word(value.message_template_name)
  const language = word(value.message_template_language)
  const templates = records(settings.message_templates)
  const isMeant = (template: Json) =>
    (id !== undefined && text(template.id) === id) || (template.name === name && template.language === language)
  if (!event || !templates.some(isMeant)) return undefined
  const status = templateStates[event] ?? event
  const reason = word(value.reason)
  const changed = { status, ...(reason && reason !== 'NONE' ? { rejected_reason: reason } : {}) }
  return {
    message_templates: templates.map((template) => (isMeant(template) ? { ...template, ...changed } : template)),
  }
}

const ended = new Set(['PARTNER_REMOVED', 'PARTNER_APP_UNINSTALLED', 'ACCOUNT_DELETED'])

function accountUpdate(channel: ChannelRecord, value: Json, now: string): Json | undefined {
  const event = word(value.event)
  if (!event) return undefined
  const disabled = word(record(value.ban_info)?.waba_ban_state) === 'DISABLE'
  const detail =
    word(record(value.violation_info)?.violation_type) ??
    word(record(value.ban_info)?.waba_ban_state) ??
    records(value.restriction_info)
      .flatMap((restriction) => word(restriction.restriction_type) ?? [])
      .join(', ')
  return {
    ...withNotice(channel, present({ field: 'account_update', at: now, event, detail: detail || undefined })),
    ...(ended.has(event) || disabled ? { reauthorization_required: true } : {}),
  }
}

/** The few words of a change that an administrator should read. */
function noticeOf(field: string, value: Json): Json | undefined {
  const alert = record(value.alert_info) ?? value
  const event = word(value.event) ?? word(value.decision) ?? word(alert.alert_type)
  if (event === undefined) return undefined
  const reason =
    word(value.rejection_reason) ?? word(alert.alert_description) ?? word(value.max_daily_conversations_per_business)
  return present({ event, detail: reason, field })
}

const withNotice = ({ settings }: ChannelRecord, notice: Json): Json => ({
  account_notices: [notice, ...records(settings.account_notices)].slice(0, mostAlerts),
})

/** The job behind `applyAccountChange`. */
export function applyAccountChange({ channels, realtime }: Pick<PluginContext, 'channels' | 'realtime'>) {
  return async ({ inboxId, field, value }: Record<string, unknown>): Promise<void> => {
    const channel = await channels.get(Number(inboxId))
    const settings = channel && settingsAfter(channel, String(field), record(value) ?? {}, new Date().toISOString())
    if (!channel || !settings) return
    await channels.update(channel.inboxId, { settings })
    await realtime.inboxChanged(channel.accountId, channel.inboxId)
  }
}
