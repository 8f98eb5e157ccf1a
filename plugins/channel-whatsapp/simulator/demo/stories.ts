/** One step of a demo conversation. */
export type Step =
  | { customer: string }
  | { photo: [number, number, number]; caption?: string }
  | { place: { latitude: number; longitude: number; name: string } }
  | { agent: string }
  | { agentPhoto: [number, number, number]; caption: string }
  | { question: string; choices: string[] }
  | { note: string }
  | { failing: string; reason: { code: number; message: string } }

export interface Story {
  name: string
  waId: string
  steps: Step[]
  labels?: string[]
  /** E-mail address of the demo's agent; nobody when absent. */
  assignee?: string
  team?: string
  priority?: 'low' | 'medium' | 'high' | 'urgent'
  status?: 'resolved' | 'pending' | 'snoozed'
}

export const agents = [
  { name: 'Mia Berg', email: 'mia@cordboard.test' },
  { name: 'Samuel Osei', email: 'samuel@cordboard.test' },
]

export const teams = ['workshop', 'sales']

export const labels = [
  { title: 'order', color: '#1f7a5c' },
  { title: 'repair', color: '#b4541a' },
  { title: 'warranty', color: '#7a3fb0' },
  { title: 'regular', color: '#1f66b0' },
]

const blue: [number, number, number] = [38, 92, 170]
const red: [number, number, number] = [178, 48, 42]
const green: [number, number, number] = [38, 122, 80]

/** What happened at Juniper Bikes lately. */
export const stories: Story[] = [
  {
    name: 'Ana Ruiz',
    waId: '15550109911',
    labels: ['order'],
    assignee: 'mia@cordboard.test',
    team: 'sales',
    steps: [
      { customer: 'Hi! Is the Juniper 3 in stock in blue?' },
      { agent: 'Hi Ana! Yes, we have **two** left in blue, sizes M and L.' },
      { agentPhoto: blue, caption: 'This is the L' },
      { customer: 'Beautiful 😍 Could I try it on Saturday?' },
      { note: 'Regular customer, bought a Juniper 1 in 2023. Offer the 10 % for regulars.' },
      { question: 'Of course! When would suit you?', choices: ['Morning', 'Noon', 'Afternoon'] },
    ],
  },
  {
    name: 'João Lima',
    waId: '553198765432',
    labels: ['repair', 'warranty'],
    assignee: 'samuel@cordboard.test',
    team: 'workshop',
    priority: 'high',
    steps: [
      { customer: 'Boa tarde, o quadro da minha bicicleta está rachado 😟' },
      { photo: red, caption: 'Dá para ver perto do selim' },
      {
        agent:
          'Boa tarde, João! Obrigado pela foto. Isso está coberto pela garantia: pode trazer a bicicleta esta semana?',
      },
      { note: '@Mia frame crack near the seat tube, second one this month. Ask the maker about batch 24-B.' },
      { customer: 'Posso na quinta de manhã. Preciso levar a nota fiscal?' },
    ],
  },
  {
    name: 'Lena Vogt',
    waId: '4915112345678',
    labels: ['repair'],
    assignee: 'samuel@cordboard.test',
    status: 'resolved',
    steps: [
      { customer: 'Guten Morgen, ist mein Rad schon fertig? Auftrag A-1042' },
      { agent: 'Guten Morgen Frau Vogt, ja: neue Bremsbeläge, Kette gereinigt. Sie können es bis 18 Uhr abholen.' },
      { customer: 'Super, vielen Dank! Bis nachher.' },
    ],
  },
  {
    name: 'Marie Dubois',
    waId: '33612345678',
    team: 'sales',
    steps: [
      { customer: 'Bonjour, livrez-vous aussi en France ?' },
      { customer: 'Je voudrais le modèle vert, comme celui-ci :' },
      { photo: green },
    ],
  },
  {
    name: 'أمينة حسن',
    waId: '971501234567',
    priority: 'medium',
    steps: [{ customer: 'مرحبا، كم سعر الدراجة الصغيرة للأطفال؟' }, { customer: 'ابنتي عمرها ست سنوات' }],
  },
  {
    name: '佐藤 健二',
    waId: '819012345678',
    labels: ['order'],
    assignee: 'mia@cordboard.test',
    status: 'pending',
    steps: [
      { customer: 'こんにちは。注文 A-1077 の配送先を変更できますか？' },
      { agent: 'こんにちは、佐藤様。はい、新しいご住所を教えてください。' },
      { place: { latitude: 35.6586, longitude: 139.7454, name: '芝公園 4-2-8, 東京' } },
    ],
  },
  {
    name: 'Tom Baker',
    waId: '447911123456',
    labels: ['warranty'],
    assignee: 'mia@cordboard.test',
    priority: 'urgent',
    steps: [
      { customer: 'The battery of my e-bike gets hot while charging. Is that normal??' },
      { agent: 'Hello Tom, no: please unplug it now and keep it away from anything that can burn.' },
      {
        failing: 'We would like to collect it today. Are you at home at 4 pm?',
        reason: { code: 131026, message: 'Message undeliverable' },
      },
    ],
  },
  {
    name: 'Kit',
    waId: '15550104321',
    status: 'snoozed',
    steps: [
      { customer: 'hey, do you buy used bikes?' },
      { agent: 'Hey Kit! From January on, yes. I will get back to you then.' },
    ],
  },
]
