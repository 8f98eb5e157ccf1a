import { html } from 'lit'
import '../src/elements/cb-badge.ts'
import '../src/elements/cb-form-row.ts'
import '../src/elements/cb-input.ts'
import '../src/elements/cb-schema-form.ts'
import '../src/elements/cb-switch.ts'
import '../src/elements/cb-table.ts'
import type { Column } from '../src/elements/cb-table.ts'
import type { Demo } from './demo.ts'

interface Hook {
  id: number
  name: string
  calls: number
  p95: number
}

const hooks: Hook[] = [
  { id: 1, name: 'Conversation panel', calls: 4812, p95: 38 },
  { id: 2, name: 'Order webhook', calls: 1106, p95: 12 },
  { id: 3, name: 'Message suggestion', calls: 377, p95: 184 },
]

const columns: Column<Hook>[] = [
  { id: 'name', heading: 'Hook', cell: ({ name }) => name, sortBy: ({ name }) => name, narrow: 'title' },
  {
    id: 'calls',
    heading: 'Calls',
    cell: ({ calls }) => calls,
    align: 'end',
    sortBy: ({ calls }) => calls,
    narrow: 'beside',
  },
  { id: 'p95', heading: 'p95', cell: ({ p95 }) => `${p95} ms`, align: 'end', sortBy: ({ p95 }) => p95, narrow: 'none' },
  {
    id: 'state',
    heading: 'State',
    cell: ({ p95 }) => html`<cb-badge tone=${p95 > 100 ? 'warn' : 'good'}>${p95 > 100 ? 'Slow' : 'Healthy'}</cb-badge>`,
  },
]

const schema = {
  type: 'object',
  required: ['phone_number', 'api_key', 'contact'],
  properties: {
    phone_number: {
      type: 'string',
      title: 'Phone number',
      description: 'With country code.',
      pattern: '^\\+[0-9]{7,15}$',
      examples: ['+971 4 555 0138'],
    },
    contact: { type: 'string', title: 'Contact', format: 'email' },
    api_key: { type: 'string', title: 'Access token', format: 'secret', examples: ['Starts with EAA'] },
    region: {
      type: 'string',
      title: 'Region',
      oneOf: [
        { const: 'eu', title: 'Europe' },
        { const: 'us', title: 'America' },
      ],
    },
    limit: { type: 'integer', title: 'Messages a second', minimum: 1, maximum: 80, default: 20 },
    notes: { type: 'boolean', title: 'Write a private note when an order is refunded', default: true },
  },
}

export const data: Demo[] = [
  {
    title: 'Table',
    tags: 'cb-table',
    body: () =>
      html`<cb-table label="Hooks" choosable .columns=${columns} .rows=${hooks} .key=${({ id }: Hook) => id} .selected=${2}></cb-table>`,
  },
  {
    title: 'Forms',
    tags: 'cb-form-row cb-schema-form',
    body: () => html`<div>
        <cb-form-row heading="Name" help="Customers see the short one."><cb-input label="Full name" value="Inês Carvalho"></cb-input></cb-form-row>
        <cb-form-row heading="Sidebar"><cb-switch checked>Show in the sidebar</cb-switch></cb-form-row>
      </div>
      <cb-schema-form columns .schema=${schema} .stored=${['api_key']} .value=${{ phone_number: '04 555' }} .errors=${{ contact: 'The provider does not know this address.' }}></cb-schema-form>`,
  },
]
