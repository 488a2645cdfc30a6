// What a cited event shows of itself: who, what, and its own words.

import type { KnownEvent } from '../../api/event'
import { formatPercent, formatSigned } from '../../shared/format'
import { describe } from './feed'

export interface Evidence {
  kind: string
  who: string | undefined
  what: string
  text: string | undefined
}

export function evidenceOf(event: KnownEvent, names: ReadonlyMap<string, string>): Evidence {
  const nameOf = (agent: string): string => names.get(agent) ?? agent
  const said = describe(event, names)
  switch (event.type) {
    case 'post_created':
      return { kind: 'Post', who: said?.who, what: said?.what ?? '', text: event.data.text }
    case 'trade': {
      const { price_before, price_after } = event.data
      const moved = `The price of yes went from ${formatPercent(price_before)} to ${formatPercent(price_after)}.`
      return { kind: 'Trade', who: said?.who, what: said?.what ?? '', text: moved }
    }
    case 'action_applied':
    case 'turn_skipped':
      return {
        kind: 'Turn',
        who: nameOf(event.data.agent),
        what: said?.what ?? '',
        text: undefined,
      }
    case 'agent_cast': {
      const { persona } = event.data
      return { kind: 'Cast', who: said?.who, what: said?.what ?? '', text: persona.summary }
    }
    case 'belief_changed': {
      const { agent, from, to, because } = event.data
      const what = `moves from ${formatSigned(from)} to ${formatSigned(to)}`
      const text = because.length > 0 ? `Because of ${because.join(', ')}.` : undefined
      return { kind: 'Change of mind', who: nameOf(agent), what, text }
    }
    case 'poll': {
      const lines = event.data.answers.flatMap(({ agent, answers }) =>
        answers.map((answer) => `${nameOf(agent)}: ${formatPercent(answer.probability)}`),
      )
      return { kind: 'Poll', who: undefined, what: 'Asked in private', text: lines.join('\n') }
    }
    case 'market_opened': {
      const { question, initial_price } = event.data
      const what = `A market opens at ${formatPercent(initial_price)} yes`
      return { kind: 'Market', who: undefined, what, text: question }
    }
    case 'issue_defined':
      return { kind: 'Issue', who: undefined, what: '', text: event.data.definition.proposition }
    case 'exogenous':
      return { kind: 'News', who: undefined, what: said?.what ?? '', text: event.data.text }
    case 'relation_found': {
      const { source, target, fact } = event.data
      return { kind: 'Relation', who: nameOf(source), what: `and ${nameOf(target)}`, text: fact }
    }
    case 'degraded':
      return { kind: 'Limit', who: undefined, what: 'Degraded run', text: event.data.reason }
    case 'run_started': {
      const { brief, rounds } = event.data
      return { kind: 'Start', who: undefined, what: `${rounds} rounds planned`, text: brief.title }
    }
    case 'run_forked': {
      const what = `goes its own way, ${event.data.rounds} rounds planned`
      return { kind: 'Fork', who: undefined, what, text: undefined }
    }
    case 'round_ended': {
      const { posts, actions } = event.data
      const what = `${posts} posts, ${actions} actions`
      return { kind: 'End of the round', who: undefined, what, text: undefined }
    }
  }
}
