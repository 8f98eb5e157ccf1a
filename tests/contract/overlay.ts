/**
 * Where the description is wrong about what servers of this contract answer.
 * It marks almost nothing as nullable, and names some types that no server sends.
 */
export const overlay: Overlay = {
  nullable: new Set([
    ...['active_at', 'inviter_id', 'custom_role', 'custom_role_id', 'last_activity_at'],
    ...['plan_name', 'subscribed_quantity', 'subscription_ends_on', 'subscription_status', 'latest_chatwoot_version'],
    ...['domain', 'support_email', 'description', 'regex_cue', 'regex_pattern', 'default_value'],
    ...['business_name', 'greeting_message', 'hmac_mandatory', 'messaging_service_sid', 'out_of_office_message'],
    ...['phone_number', 'provider', 'reply_time', 'selected_feature_flags', 'web_widget_script', 'website_token'],
    ...['website_url', 'welcome_tagline', 'welcome_title', 'widget_color', 'callback_webhook_url'],
    ...['close_hour', 'close_minutes', 'open_hour', 'open_minutes'],
    ...['identifier', 'email', 'priority', 'sla_policy_id', 'snoozed_until', 'source_id', 'sender_type', 'sender_id'],
    ...['agent_last_seen_at', 'assignee_last_seen_at', 'content', 'last_non_activity_message'],
  ]),
  types: {
    // Messages inside conversations carry every column: times of change in ISO, the sender's class by its name.
    updated_at: { type: ['string', 'number'] },
    sender_type: { enum: ['User', 'Contact', 'AgentBot', 'Captain::Assistant'] },
    availability_status: { enum: ['online', 'busy', 'offline'] },
    timestamp: { type: 'number' },
    current_page: { type: 'integer' },
    features: { type: 'object' },
    attribute_values: { type: 'array' },
    selected_feature_flags: { type: 'array' },
    snoozed_until: { type: 'string' },
  },
  schemas: {
    // Creating a contact answers with one payload, not a list.
    extended_contact: { properties: { payload: { type: 'object', required: ['contact', 'contact_inbox'] } } },
  },
}

export interface Overlay {
  /** Properties that may be null wherever they stand. */
  nullable: ReadonlySet<string>
  /** Properties with another type than described. */
  types: Record<string, object>
  /** Whole schemas of the description, replaced. */
  schemas: Record<string, object>
}
