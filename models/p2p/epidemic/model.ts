import { boolean, choice, defineModel, integer } from '../../definition.ts'
import { Rumour } from './rumour.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/epidemic',
  title: 'Epidemic dissemination: anti-entropy and rumour mongering',
  source: 'Demers et al., Epidemic algorithms for replicated database maintenance, PODC 1987',
  parameters: {
    sites: integer({
      default: 1000,
      unit: 'sites',
      min: 2,
      max: 10_000_000,
      doc: 'Sites, each of which can contact every other.',
    }),
    exchange: choice(['push', 'pull', 'push-pull'], {
      default: 'push',
      doc: 'Who gives the rumour in a contact: who calls, who is called, or either.',
    }),
    interest: choice(['for ever', 'counter', 'coin'], {
      default: 'counter',
      doc: 'Spread for ever (anti-entropy), or lose interest after k contacts (counter), or with probability 1/k at each (coin).',
    }),
    k: integer({
      default: 1,
      unit: 'contacts',
      min: 1,
      doc: 'Contacts that cost a site its interest; with a coin, on average.',
    }),
    feedback: boolean({
      default: true,
      doc: 'Only contacts with a site that knew the rumour cost interest; else all do (blind).',
    }),
    reset: boolean({
      default: true,
      doc: 'A useful contact sets the counter back: useless ones count when consecutive.',
    }),
    judged: choice(['at start of cycle', 'at once'], {
      default: 'at start of cycle',
      doc: 'Whether a contact was useless is judged by what the other knew at the start of the cycle, or when contacted.',
    }),
    connections: integer({
      default: 'unlimited',
      unit: 'contacts',
      min: 1,
      max: 65_535,
      unlimited: true,
      doc: 'Contacts that a site accepts in a cycle.',
    }),
    hunts: integer({
      default: 0,
      unit: 'contacts',
      min: 0,
      doc: 'Other partners that a site tries in the same cycle when one refuses.',
    }),
    cycles: integer({ default: 10_000, unit: 'cycles', min: 1, doc: 'Cycles after which a run is given up.' }),
  },
  metrics: {
    residue: { unit: '1', doc: 'Fraction of sites that never hear the rumour, s.' },
    traffic: { unit: 'messages', doc: 'Times the rumour is sent, per site, m.' },
    lastDelay: { unit: 'cycles', doc: 'Cycles until the last site that hears the rumour does, t_last.' },
    meanDelay: { unit: 'cycles', doc: 'Mean cycles until a site hears the rumour, over those that do, t_ave.' },
  },
  theory: { residue: theory.residue, traffic: theory.traffic },
  run: { horizon: Infinity, replications: 20 },
  build(sim, p) {
    const rumour = new Rumour(p, sim.stream('partners'), sim.stream('coins'))

    function cycle(): void {
      rumour.step()
      if (!rumour.over && rumour.cycle < p.cycles) sim.schedule(1, cycle)
    }

    sim.schedule(1, cycle)
    return () => ({
      residue: 1 - rumour.informed / p.sites,
      traffic: rumour.sent / p.sites,
      lastDelay: rumour.last,
      meanDelay: rumour.informed > 1 ? rumour.delays / (rumour.informed - 1) : undefined,
    })
  },
})
