import type { Core } from '../../core.ts'
import type { CordboardHooks } from '../../kernel/catalogue.ts'
import type { Scope } from '../../kernel/scope.ts'
import { avatarUrl } from '../surroundings.ts'
import { openSecrets } from './channel-secrets.ts'
import type { InboxView } from './inbox-view.ts'

// Keys that every inbox has on the wire, whatever its channel.
const keysOfEveryType = {
  allowed_domains: null,
  widget_color: null,
  website_url: null,
  hmac_mandatory: null,
  welcome_title: null,
  welcome_tagline: null,
  web_widget_script: null,
  website_token: null,
  selected_feature_flags: null,
  reply_time: null,
  messaging_service_sid: null,
  phone_number: null,
  provider: null,
  callback_webhook_url: null,
}

const senderNameTypes = ['friendly', 'professional'] as const

/** Presents inboxes as the account's people see them; each channel's plugin adds the keys of its type. */
export async function presentInboxes(
  core: Core,
  views: readonly InboxView[],
  scope: Scope,
  { administrator }: { administrator: boolean },
) {
  return core.kernel.run((hooks) =>
    Promise.all(
      views.map(async (view) => ({
        ...keysOfEveryType,
        ...(await presentChannel(core, hooks, view, scope, administrator)),
        ...presentCommon(core, view),
      })),
    ),
  )
}

const presentCommon = (core: Core, { inbox, avatar }: InboxView) => ({
  id: inbox.id,
  avatar_url: avatarUrl(avatar, core),
  channel_id: inbox.channelId,
  name: inbox.name,
  channel_type: inbox.channelType,
  greeting_enabled: inbox.greetingEnabled,
  greeting_message: inbox.greetingMessage ?? null,
  working_hours_enabled: inbox.workingHoursEnabled,
  enable_email_collect: inbox.enableEmailCollect,
  csat_survey_enabled: inbox.csatSurveyEnabled,
  csat_config: inbox.csatConfig,
  enable_auto_assignment: inbox.enableAutoAssignment,
  auto_assignment_config: inbox.autoAssignmentConfig,
  out_of_office_message: inbox.outOfOfficeMessage ?? null,
  working_hours: inbox.workingHours,
  timezone: inbox.timezone,
  allow_messages_after_resolved: inbox.allowMessagesAfterResolved,
  lock_to_single_conversation: inbox.lockToSingleConversation,
  sender_name_type: senderNameTypes[inbox.senderNameType] ?? 'friendly',
  business_name: inbox.businessName ?? null,
})

async function presentChannel(
  core: Core,
  hooks: CordboardHooks,
  { inbox, channel }: InboxView,
  scope: Scope,
  administrator: boolean,
): Promise<Record<string, unknown>> {
  const secrets = openSecrets(core.cipher, channel)
  const presentation = {
    inboxId: inbox.id,
    type: channel.type,
    identity: channel.identity,
    settings: channel.settings,
    secretNames: Object.keys(secrets),
    administrator,
    secrets: administrator ? secrets : {},
    baseUrl: core.configuration.url,
  }
  return (await hooks['inbox.present'].for(channel.type).promise(presentation, scope)) ?? {}
}

/** An inbox inside a contact. */
export const presentInboxSlim = (core: Pick<Core, 'files'>, { inbox, channel, avatar }: InboxView) => ({
  id: inbox.id,
  avatar_url: avatarUrl(avatar, core),
  channel_id: inbox.channelId,
  name: inbox.name,
  channel_type: inbox.channelType,
  provider: channel.settings.provider ?? null,
})
