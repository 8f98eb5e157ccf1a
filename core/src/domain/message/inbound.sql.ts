/**
 * Stores a batch of inbound messages in one statement: finds or makes contacts, their links to the inbox and their
 * conversations, inserts what is not there yet, moves the clocks, reopens, tells the event log what was really stored,
 * and closes the journal entries. Ids are drawn beforehand where rows of the same statement refer to each other.
 * Every look-up is a lateral join with a limit, so that no plan ever reads a whole table.
 *
 * $1: JSON array of rows as `inbound-row.ts` makes them. $2: ids of the journal entries that are done with it.
 */
export const storeInbound = `
with input as materialized (
  select * from json_to_recordset($1::json) as row (
    n int, account_id bigint, inbox_id bigint, person text, sources text[], name text, email text, phone text, identifier text,
    attributes jsonb, source_id text, content text, content_type smallint, content_attributes jsonb, additional_attributes jsonb,
    conversation_attributes jsonb, reply_to text, echo boolean, contact_id bigint, conversation_id bigint, attachments jsonb,
    avatar_url text)
), fresh as materialized (
  select input.*, inbox.single, target.id as target_id,
    bool_or(target.id is null) over (partition by input.inbox_id, input.person) as needs_conversation,
    bool_and(input.echo) over (partition by input.inbox_id, input.person) as echo_only
  from input
  join lateral (select lock_to_single_conversation as single from inboxes
    where inboxes.id = input.inbox_id and inboxes.account_id = input.account_id and deleting_at is null limit 1) inbox on true
  left join lateral (select 1 as seen from messages
    where account_id = input.account_id and inbox_id = input.inbox_id and source_id = input.source_id limit 1) known on true
  left join lateral (select id from conversations where id = input.conversation_id
    and account_id = input.account_id and inbox_id = input.inbox_id limit 1) target on true
  where known.seen is null
), linked as materialized (
  select person.*, link.id as link_id, link.contact_id as linked_contact_id
  from (select distinct on (inbox_id, person) * from fresh order by inbox_id, person, n) person
  left join lateral (select id, contact_id from contact_inboxes link
    where link.account_id = person.account_id and link.inbox_id = person.inbox_id and link.source_id = any (person.sources)
    order by array_position(person.sources, link.source_id) limit 1) link on true
), found as materialized (
  select linked.*, coalesce(
    linked.linked_contact_id,
    (select id from contacts c where c.account_id = linked.account_id and c.id = linked.contact_id),
    (select id from contacts c where c.account_id = linked.account_id and c.identifier = linked.identifier),
    (select id from contacts c where c.account_id = linked.account_id and lower(c.email) = lower(linked.email)),
    (select id from contacts c where c.account_id = linked.account_id and c.phone_number = linked.phone)) as found_id
  from linked
), who as materialized (
  select found.n, found.account_id, found.inbox_id, found.person, found.sources, found.single, found.needs_conversation, found.echo_only,
    found.name as given_name, found.email, found.phone, found.identifier, found.attributes, found.conversation_attributes,
    found.found_id is null as is_new_contact, found.link_id is null as is_new_link,
    coalesce(found.found_id, nextval('contacts_id_seq')) as contact_id,
    coalesce(found.link_id, nextval('contact_inboxes_id_seq')) as contact_inbox_id,
    coalesce(contact.blocked, false) as blocked, contact.name as old_name, contact.last_activity_at,
    -- A number stands in for the name until the provider tells one.
    found.name <> '' and contact.name <> found.name and contact.name !~ '[^-+() 0-9]' as is_named_now
  from found
  left join lateral (select name, blocked, last_activity_at from contacts c
    where c.id = found.found_id and c.account_id = found.account_id limit 1) contact on true
  order by found.n
), spot as materialized (
  select who.*, coalesce(case when who.is_named_now then who.given_name else who.old_name end, who.given_name) as contact_name,
    open.id as conversation_id
  from who
  left join lateral (select id from conversations c
    where c.account_id = who.account_id and c.contact_inbox_id = who.contact_inbox_id and (who.single or who.blocked or c.status <> 1)
    order by c.id desc limit 1) open on true
), opened as materialized (
  select spot.*, nextval('conversations_id_seq') as new_id, row_number() over (partition by account_id order by n) as place
  from spot where conversation_id is null and needs_conversation
), counted as (
  update accounts set conversation_display_id = conversation_display_id + wanted.amount
  from (select account_id, count(*) as amount from opened group by account_id) wanted
  where accounts.id = wanted.account_id
  returning accounts.id as account_id, conversation_display_id - wanted.amount as base
), line as materialized (
  select fresh.*, spot.contact_id as sender_id, spot.contact_name, spot.blocked,
    coalesce(fresh.target_id, spot.conversation_id, opened.new_id) as place_id, nextval('messages_id_seq') as id
  from fresh
  join spot on spot.inbox_id = fresh.inbox_id and spot.person = fresh.person
  left join opened on opened.inbox_id = fresh.inbox_id and opened.person = fresh.person
  order by fresh.n
), reply as materialized (
  select line.n, coalesce(
    (select m.id from messages m where m.account_id = line.account_id and m.inbox_id = line.inbox_id
      and m.source_id = line.reply_to and m.conversation_id = line.place_id),
    (select earlier.id from line earlier where earlier.inbox_id = line.inbox_id
      and earlier.source_id = line.reply_to and earlier.place_id = line.place_id)) as message_id
  from line where line.reply_to is not null
), new_contact as (
  insert into contacts (id, account_id, name, email, phone_number, identifier, contact_type, additional_attributes, last_activity_at)
  select contact_id, account_id, given_name, email, phone, identifier, case when email is null and phone is null then 0 else 1 end,
    attributes, case when echo_only then null else now() end
  from spot where is_new_contact
), named_contact as (
  update contacts set name = case when spot.is_named_now then spot.given_name else contacts.name end,
    last_activity_at = case when spot.echo_only then contacts.last_activity_at else now() end,
    additional_attributes = contacts.additional_attributes || spot.attributes,
    updated_at = case when spot.is_named_now then now() else contacts.updated_at end
  from spot where contacts.id = spot.contact_id and contacts.account_id = spot.account_id and not spot.is_new_contact
    and (spot.is_named_now or not contacts.additional_attributes @> spot.attributes
      or not spot.echo_only and (spot.last_activity_at is null or spot.last_activity_at < now() - interval '5 seconds'))
), new_link as (
  insert into contact_inboxes (id, account_id, contact_id, inbox_id, source_id)
  select contact_inbox_id, account_id, contact_id, inbox_id, sources[1] from spot where is_new_link
), new_conversation as (
  insert into conversations (id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, status, waiting_since, additional_attributes)
  select opened.new_id, opened.account_id, counted.base + opened.place, opened.inbox_id, opened.contact_id, opened.contact_inbox_id,
    case when opened.blocked then 1 else 0 end, case when opened.blocked or opened.echo_only then null else now() end,
    coalesce(opened.conversation_attributes, '{}')
  from opened join counted using (account_id)
  returning id
), stored as (
  insert into messages (id, account_id, inbox_id, conversation_id, message_type, content_type, content, processed_message_content,
    content_attributes, additional_attributes, sender_type, sender_id, source_id)
  select line.id, account_id, inbox_id, place_id, case when echo then 1 else 0 end, content_type, content, content,
    case when reply.message_id is null then content_attributes
      else content_attributes || jsonb_build_object('in_reply_to', reply.message_id) end,
    additional_attributes, case when not echo then 'Contact' end, case when not echo then sender_id end, source_id
  from line left join reply using (n) order by n
  on conflict do nothing
  returning id
), kept as materialized (
  select line.* from line join stored using (id)
), touched as materialized (
  select account_id, place_id, min(n) as n, bool_or(not echo) as is_answered_to, bool_or(blocked) as blocked,
    min(n) filter (where not echo) as first_n, (array_agg(sender_id))[1] as sender_id, (array_agg(contact_name))[1] as contact_name,
    (array_agg(inbox_id))[1] as inbox_id, (array_agg(conversation_attributes) filter (where conversation_attributes is not null))[1] as attributes
  from kept where not exists (select from opened where opened.new_id = kept.place_id)
  group by account_id, place_id
), before as materialized (
  select touched.*, old.status, old.waiting_since from touched
  join lateral (select status, waiting_since from conversations c
    where c.id = touched.place_id and c.account_id = touched.account_id for no key update) old on true
), change as materialized (
  select before.*, is_answered_to and not blocked and status in (1, 3) as reopens,
    is_answered_to and waiting_since is null and not (status = 1 and blocked) as starts_waiting from before
), clock as (
  update conversations c set last_activity_at = greatest(c.last_activity_at, now()),
    waiting_since = case when change.starts_waiting then now() else c.waiting_since end,
    status = case when change.reopens then 0 else c.status end,
    snoozed_until = case when change.reopens then null else c.snoozed_until end,
    additional_attributes = coalesce(change.attributes || c.additional_attributes, c.additional_attributes),
    updated_at = now()
  from change where c.id = change.place_id and c.account_id = change.account_id
), attached as (
  insert into attachments (account_id, message_id, file_type, external_url, coordinates_lat, coordinates_long, fallback_title, extension, meta)
  select kept.account_id, kept.id, file.file_type, file.external_url, coalesce(file.latitude, 0), coalesce(file.longitude, 0), file.title,
    file.extension, coalesce(file.meta, '{}')
  from kept cross join lateral rows from (jsonb_to_recordset(kept.attachments) as (file_type smallint, external_url text,
    latitude double precision, longitude double precision, title text, extension text, meta jsonb)) with ordinality
    as file (file_type, external_url, latitude, longitude, title, extension, meta, place)
  where kept.attachments is not null
  order by kept.n, file.place
  returning id, message_id
), told as (
  insert into events (account_id, name, subject_type, subject_id, queue_key, payload, actor)
  select account_id, name, subject_type, subject_id, queue_key, payload, actor from (
    select n, 0 as step, account_id, 'contact.created' as name, 'contact' as subject_type, contact_id as subject_id,
      'contact:' || contact_id as queue_key, jsonb_build_object('contactId', contact_id) as payload,
      jsonb_build_object('kind', 'contact', 'id', contact_id, 'name', contact_name) as actor
    from spot where is_new_contact
    union all
    select n, 0, account_id, 'contact.updated', 'contact', contact_id, 'contact:' || contact_id,
      jsonb_build_object('contactId', contact_id, 'changes', jsonb_build_object('name', jsonb_build_array(old_name, given_name))),
      jsonb_build_object('kind', 'contact', 'id', contact_id, 'name', contact_name)
    from spot where is_named_now
    union all
    select n, 1, account_id, 'conversation.created', 'conversation', new_id, 'conversation:' || new_id,
      jsonb_build_object('conversationId', new_id, 'inboxId', inbox_id),
      jsonb_build_object('kind', 'contact', 'id', contact_id, 'name', contact_name)
    from opened
    union all
    select n, 2, account_id, 'conversation.statusChanged', 'conversation', place_id, 'conversation:' || place_id,
      jsonb_build_object('conversationId', place_id, 'inboxId', inbox_id, 'from', case status when 1 then 'resolved' else 'snoozed' end,
        'to', 'open', 'reason', 'message'),
      jsonb_build_object('kind', 'contact', 'id', sender_id, 'name', contact_name)
    from change where reopens
    union all
    select n, 3, account_id, 'conversation.updated', 'conversation', place_id, 'conversation:' || place_id,
      jsonb_build_object('conversationId', place_id, 'inboxId', inbox_id, 'changes',
        case when reopens then jsonb_build_object('status', jsonb_build_array(case status when 1 then 'resolved' else 'snoozed' end, 'open'))
          else '{}' end
        || case when starts_waiting then jsonb_build_object('waiting_since', jsonb_build_array(null, now())) else '{}' end),
      jsonb_build_object('kind', 'contact', 'id', sender_id, 'name', contact_name)
    from change where reopens or starts_waiting
    union all
    select n, 4, account_id, 'message.created', 'message', id, 'conversation:' || place_id,
      jsonb_build_object('messageId', id, 'conversationId', place_id, 'inboxId', inbox_id),
      case when echo then '{"kind": "system"}' else jsonb_build_object('kind', 'contact', 'id', sender_id, 'name', contact_name) end
    from kept
  ) fact order by n, step
), marked as (
  update inbound_events set state = 1, error = null, attempts = attempts + 1, processed_at = now() where id = any ($2::bigint[])
)
select kept.n, kept.id as message_id, kept.place_id as conversation_id,
  (select array_agg(attached.id order by attached.id) from attached where attached.message_id = kept.id) as attachment_ids
from kept where kept.echo or kept.attachments is not null or kept.avatar_url is not null`

/**
 * Applies receipts. A status never goes back: sent, delivered, read; failed counts only while nothing better is known,
 * and a later receipt of delivery clears it.
 *
 * $1: JSON array of rows, one a message. $2: ids of the journal entries that are done with it. Answers with the rows
 * whose message is not known.
 */
export const storeReceipts = `
with input as materialized (
  select * from json_to_recordset($1::json) as row (n int, account_id bigint, inbox_id bigint, source_id text, message_id bigint,
    status smallint, error text, attributes jsonb)
), target as materialized (
  select input.*, coalesce(by_source.id, by_id.id) as id
  from input
  left join lateral (select id from messages m where m.account_id = input.account_id and m.inbox_id = input.inbox_id
    and m.source_id = input.source_id limit 1) by_source on true
  left join lateral (select id from messages m where by_source.id is null and m.account_id = input.account_id
    and m.inbox_id = input.inbox_id and m.id = input.message_id and m.message_type in (1, 3) limit 1) by_id on true
), before as materialized (
  select target.n, target.status as told, target.error as told_error, target.attributes, target.source_id as told_source,
    m.id, m.account_id, m.inbox_id, m.conversation_id, m.status, m.source_id, m.content_attributes ->> 'external_error' as old_error,
    m.additional_attributes @> target.attributes as attributes_known
  from target join lateral (select * from messages m where m.id = target.id and m.account_id = target.account_id
    and m.message_type in (1, 3) for no key update) m on true
), change as materialized (
  select before.*, case
    when told in (1, 2) and (status = 3 or status < told) then told
    when told = 3 and status = 0 then 3
    else status end as next
  from before
), updated as (
  update messages m set status = change.next,
    source_id = coalesce(m.source_id, change.told_source),
    content_attributes = case
      when change.next = 3 and change.status <> 3 then m.content_attributes || jsonb_build_object('external_error', change.told_error)
      when change.next <> 3 then m.content_attributes - 'external_error'
      else m.content_attributes end,
    additional_attributes = m.additional_attributes || change.attributes,
    updated_at = case when change.next <> change.status then now() else m.updated_at end
  from change
  where m.id = change.id and m.account_id = change.account_id
    and (change.next <> change.status or change.source_id is null or not change.attributes_known)
), told as (
  insert into events (account_id, name, subject_type, subject_id, queue_key, payload, actor)
  select account_id, 'message.updated', 'message', id, 'conversation:' || conversation_id,
    jsonb_build_object('messageId', id, 'conversationId', conversation_id, 'inboxId', inbox_id, 'changes',
      jsonb_build_object('status', jsonb_build_array(
        (array['sent', 'delivered', 'read', 'failed'])[status + 1], (array['sent', 'delivered', 'read', 'failed'])[next + 1]))
      || case when next = 3 then jsonb_build_object('external_error', jsonb_build_array(old_error, told_error)) else '{}' end),
    '{"kind": "system"}'
  from change where next <> status
), marked as (
  update inbound_events set state = 1, error = null, attempts = attempts + 1, processed_at = now() where id = any ($2::bigint[])
)
select input.n from input left join before using (n) where before.id is null`
