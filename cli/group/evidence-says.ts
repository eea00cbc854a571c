/** What each kind of evidence shows of whom it accuses. */

import type { EvidenceVerdict } from '../../app/rounds/evidence/verify-evidence'

export const EVIDENCE_SAYS: Readonly<Record<EvidenceVerdict['kind'], string>> = {
  'two-boards':
    'It signed a board that does not lead on from one it had signed before: something on it was taken back or changed.',
  'two-rosters': 'It signed two lists of members for one attempt of one day or interval.',
  'false-sum': 'It signed a sum, or a list of seals, that does not fit the meters.',
  'submit-against-meter':
    'It sent records that its meter did not sign for that day or interval: of another time, meter or register.',
  'submit-against-dlist': 'What it sent contradicts what it says of its own pads.',
  'endorse-against-dlist': 'What it said of its pads before the round contradicts what it says of each of them.',
  'submit-against-endorse': 'What it sent contradicts what it said of its pads before the round.',
  'two-statements': 'It signed two different statements where there can be but one.',
  pair: 'They say different things of the pad they share. One of the two lies; it is not known which.'
}
