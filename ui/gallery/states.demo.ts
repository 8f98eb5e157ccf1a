import { html } from 'lit'
import phone from 'lucide-static/icons/phone.svg?raw'
import '../src/elements/cb-attempts.ts'
import '../src/elements/cb-avatar.ts'
import '../src/elements/cb-badge.ts'
import '../src/elements/cb-banner.ts'
import '../src/elements/cb-button.ts'
import '../src/elements/cb-budget.ts'
import '../src/elements/cb-callout.ts'
import '../src/elements/cb-card.ts'
import '../src/elements/cb-choice.ts'
import '../src/elements/cb-count.ts'
import '../src/elements/cb-empty.ts'
import '../src/elements/cb-error-card.ts'
import '../src/elements/cb-health-card.ts'
import '../src/elements/cb-label.ts'
import '../src/elements/cb-progress.ts'
import '../src/elements/cb-quote.ts'
import '../src/elements/cb-skeleton.ts'
import '../src/elements/cb-spinner.ts'
import '../src/elements/cb-stepper.ts'
import '../src/elements/cb-timeline.ts'
import type { HealthItem } from '../src/elements/cb-health-card.ts'
import type { Demo } from './demo.ts'

const attempts = ['Today, 10:04', 'Yesterday, 10:03', '20 Nov, 16:40', '19 Nov, 9:12', '18 Nov, 9:11'].map((when) => ({
  when,
  result: 'automatic, refused',
}))

const items: HealthItem[] = [
  {
    label: 'Registration',
    value: 'Not registered',
    tone: 'bad',
    why: 'This is what blocks messages.',
    todo: 'Press Complete registration.',
  },
  { label: 'Display name', value: 'In review', tone: 'warn', why: 'It can take up to 7 days.' },
  { label: 'Number ownership', value: 'Verified', tone: 'good', why: 'Someone entered the code.' },
  { label: 'Quality rating', value: 'SOMETHING_NEW', tone: 'neutral', raw: 'quality_rating: SOMETHING_NEW' },
  { label: 'Business name', value: 'Tern & Thistle Gulf', why: 'What customers will see above the chat.' },
]

export const states: Demo[] = [
  {
    title: 'Badge, label, count',
    tags: 'cb-badge cb-label cb-count',
    body: () => html`<div class="line">
        <cb-badge tone="good">Approved</cb-badge><cb-badge tone="warn">In review</cb-badge><cb-badge tone="bad">Declined</cb-badge>
        <cb-badge>Not rated yet</cb-badge><cb-badge tone="info">Update</cb-badge><cb-badge tone="brand">Recommended</cb-badge>
        <cb-badge outline>1.4.0</cb-badge><cb-badge tone="good" size="s">On</cb-badge>
      </div>
      <div class="line">
        <cb-label color="#8b4625" size="m">damaged</cb-label><cb-label color="#863668">refund</cb-label><cb-label color="#1f93ff">wholesale</cb-label>
        <cb-label color="#505f25" size="m" removable>resend</cb-label>
        <cb-count value="3"></cb-count><cb-count value="12" short></cb-count><cb-count value="128" quiet></cb-count>
      </div>`,
  },
  {
    title: 'Avatar',
    tags: 'cb-avatar',
    body: () => html`<div class="line">
      <cb-avatar name="Inês Carvalho" presence="online"></cb-avatar><cb-avatar name="Tomasz Wiśniewski" presence="busy"></cb-avatar>
      <cb-avatar name="Maud Bergström" presence="offline"></cb-avatar><cb-avatar name="Oluwaseun Adébáyò" .channel=${phone}></cb-avatar>
      <cb-avatar></cb-avatar><cb-avatar name="佐藤 美咲" size="s"></cb-avatar><cb-avatar name="ليلى المنصوري" size="l"></cb-avatar>
      <cb-avatar name="Inês Carvalho" size="xl" presence="online" labelled></cb-avatar>
    </div>`,
  },
  {
    title: 'Jack and cord',
    tags: 'cb-stepper cb-timeline cb-progress cb-spinner',
    body: () => html`<cb-stepper .steps=${['Channel', 'Number', 'Webhook', 'People']} current="2"></cb-stepper>
      <div class="halves">
        <cb-timeline .items=${[
          { state: 'past', title: 'Number connected', text: 'The keys were right.', time: '10:02' },
          {
            state: 'bad',
            title: 'Registration refused 5 times',
            more: html`<cb-attempts earlier="2 earlier attempts" .attempts=${attempts}></cb-attempts>`,
            quote: 'The display name has not been approved.',
            cite: 'Meta, today 10:04, code 100 / 2388001',
          },
          {
            state: 'now',
            title: 'Waiting for a review',
            text: 'Usually within two days.',
            time: '6 days',
            more: html`<cb-budget used="3" kept="4" label="3 of 10 in 72 hours"></cb-budget>`,
          },
          { state: 'future', title: 'Live' },
        ]}></cb-timeline>
        <div class="body">
          <cb-progress label="Import" value="72"></cb-progress>
          <cb-progress label="Sent" size="l" .parts=${[
            { value: 52, tone: 'good', label: 'read' },
            { value: 13, tone: 'rest', label: 'delivered' },
            { value: 4, tone: 'bad', label: 'failed' },
          ]}></cb-progress>
          <cb-progress label="Connecting"></cb-progress>
          <div class="line"><cb-spinner></cb-spinner> Waiting for a test message</div>
        </div>
      </div>`,
  },
  {
    title: 'Card, quote, ways',
    tags: 'cb-card cb-quote cb-choice cb-attempts cb-budget',
    body: () => html`<div class="halves" role="radiogroup" aria-label="How to connect">
        <cb-choice checked value="login" heading="Connect with Meta" text="About two minutes. No keys to copy."><cb-badge slot="badge" tone="brand" size="s">Recommended</cb-badge><cb-quote>What belongs to it.</cb-quote></cb-choice>
        <cb-choice value="keys" heading="Enter the keys yourself" text="If your company manages the Meta app."></cb-choice>
      </div>
      <div class="halves">
        <cb-card heading="Onboarding"><span slot="note">Read today at 11:26</span><cb-attempts earlier="2 earlier attempts" .attempts=${attempts}></cb-attempts></cb-card>
        <cb-card><cb-quote cite="Meta, code 100 / 2388001">Cannot create certificate.</cb-quote></cb-card>
      </div>`,
  },
  {
    title: 'Health',
    tags: 'cb-health-card',
    body: () => html`<cb-health-card heading="Account health" .items=${items}><span slot="note">Read today at 11:26</span></cb-health-card>
      <div class="halves">
        <cb-health-card heading="Older than it should be" stale="Last known. Meta did not answer." .items=${items.slice(1, 3)}></cb-health-card>
        <cb-health-card heading="Failed" failure="Meta did not answer" detail="503 - 2 Service unavailable">What is shown elsewhere may be old.</cb-health-card>
        <cb-health-card heading="Not yet" loading></cb-health-card>
        <cb-health-card heading="Nothing"><cb-empty slot="empty" heading="No values yet">They appear once the number is connected.</cb-empty></cb-health-card>
      </div>`,
  },
  {
    title: 'Callout, banner',
    tags: 'cb-callout cb-banner',
    body: () => html`<div class="halves">
        <cb-callout heading="Good to know">What happened, then what to do.</cb-callout>
        <cb-callout tone="good" heading="The line is live">What happened, then what to do.</cb-callout>
        <cb-callout tone="warn" heading="Waiting for Meta">What happened, then what to do.<cb-button slot="action" size="s">Check again</cb-button></cb-callout>
        <cb-callout tone="bad" heading="Messages cannot arrive">What happened, then what to do.</cb-callout>
        <cb-callout tone="neutral" heading="Missing a channel?">Channels are plugins.</cb-callout>
      </div>
      <cb-banner><strong>WhatsApp Gulf is not registered yet.</strong> Meta is still reviewing the display name.<cb-button slot="action">Complete registration</cb-button></cb-banner>
      <cb-banner tone="bad">No messages arrive: the token was withdrawn.</cb-banner>
      <cb-banner tone="info">A new version is ready.</cb-banner>
      <cb-banner tone="neutral">You are offline. What you write is kept.</cb-banner>`,
  },
  {
    title: 'Nothing, not yet, not now',
    tags: 'cb-empty cb-skeleton cb-error-card',
    body: () => html`<div class="halves">
        <cb-empty heading="No labels yet">Words your team agrees on colour lists and count in reports.<cb-button slot="action" kind="primary">New label</cb-button></cb-empty>
        <cb-empty live heading="All answered">New messages appear here by themselves.</cb-empty>
        <cb-skeleton kind="rows" lines="3"></cb-skeleton><cb-skeleton kind="lines" lines="5"></cb-skeleton>
        <cb-error-card heading="Agents could not be loaded" detail="HTTP 503">The server did not answer.</cb-error-card>
        <cb-skeleton kind="cards" lines="1"></cb-skeleton>
      </div>`,
  },
]
