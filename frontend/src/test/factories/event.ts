import type { EventData, KnownEvent } from '../../api/event'

export function event<Type extends keyof EventData>(
  type: Type,
  data: EventData[Type],
  seq = 9,
  round = 2,
): KnownEvent {
  return { seq, round, type, data } as KnownEvent
}

export const ada = event(
  'agent_cast',
  { agent: 'a0', persona: { name: 'Ada', kind: 'person', role: 'pilot', summary: 'A pilot.' } },
  3,
  0,
)
export const post = event('post_created', {
  post: 'p1',
  agent: 'a0',
  parent: null,
  text: 'It sails on Monday.',
})
