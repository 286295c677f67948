import type { AgeLimits } from '../core/elements/age.ts';
import type { Regime } from '../core/elements/regime.ts';
import type { CatalogChange, FeedInfo } from '../core/protocol/events.ts';
import type { ItemState, Severity } from '../core/operations/types.ts';
import type { PropagationStatus } from '../core/propagation/status.ts';
import { floorWords, logWords, reviewWords, stripWords } from './words/floor.ts';
import { handoverWords, joinWords, sheetWords } from './words/handover.ts';
import { trainerWords } from './words/trainer.ts';

/** Every word on screen. Panels hold none of their own. */

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const status: Readonly<Record<PropagationStatus, string>> = {
  ok: 'Propagates without error',
  'mean-elements-out-of-range': 'Mean elements out of range',
  'mean-motion-not-positive': 'Mean motion not positive',
  'perturbed-eccentricity-out-of-range': 'Eccentricity out of range once perturbed',
  'semi-latus-rectum-negative': 'Semi-latus rectum negative',
  'epoch-elements-suborbital': 'Suborbital at its epoch',
  decayed: 'Decayed: below the surface by these elements',
  'not-a-number': 'Propagation gave no number',
  'left-sane-range': 'Left the sane range',
  'energy-out-of-range': 'Speed and height fit no orbit of these elements',
  jumped: 'Position and velocity do not agree',
  'decay-recorded': 'Decayed, says the satellite catalogue',
};

const ITEM_TYPES: Readonly<Record<string, string>> = {
  CONJ_INFO: 'conjunction report',
  CONJ_EMERG: 'emergency conjunction',
  UCT: 'uncorrelated tracks',
  LOST: 'lost object',
  MANEUVER: 'manoeuvre',
  REENTRY: 're-entry',
  LAUNCH: 'launch',
  BREAKUP: 'break-up',
  SENSOR_OUT: 'sensor outage',
  RFI: 'interference',
  LASER: 'laser window',
  STORM: 'space weather',
  USER: 'raised here',
  STALE: 'stale elements',
  DECAY: 'decay',
  APPROACH: 'closest approach, computed',
  CONJUNCTION: 'conjunction, computed',
  INJECT: 'inject',
  REQUEST: 'request',
  LAUNCH_NOTICE: 'launch notice',
  MISSILE_WARNING: 'missile warning',
  WITHHELD: 'withheld',
};

const FORMATS: Readonly<Record<string, string>> = {
  tle: 'TLE',
  'omm-json': 'OMM, JSON',
  'omm-csv': 'OMM, CSV',
  'omm-xml': 'OMM, XML',
  'omm-kvn': 'OMM, KVN',
  'satcat-csv': 'CSV',
  generated: 'generated',
};

export const text = {
  product: 'Watchfloor',
  close: 'Close',
  saveFailed: 'It could not be saved: the server does not answer.',
  cancel: 'Cancel',
  refused: (rule: string, reason: string) => `Refused (${rule}): ${reason}`,
  marking: (exercise: string, seed: string) => `Exercise ${exercise}, seed ${seed}`,
  notices: 'Notices',
  dismiss: 'Dismiss',
  stopped: 'The server stopped the clock.',
  status,

  screens: { label: 'Screens', watch: 'Watch', floor: 'Floor', handover: 'Handover', trainer: 'Trainer' },
  trainer: trainerWords,
  join: joinWords,
  sheet: sheetWords,
  lookBack: reviewWords,
  reason: { label: 'Why?', missing: 'Say why first.' },

  badge: {
    label: 'Clock',
    waiting: 'CONNECTING',
    live: 'LIVE ×1',
    simulated: (rate: string) => `${rate} SIM`,
    paused: 'PAUSED',
    review: (rate: string) => `REVIEW ${rate}`,
    reviewPaused: 'REVIEW PAUSED',
    lookingBack: 'REVIEW',
    stale: (age: string) => `${age} BEHIND`,
    lost: 'LINK LOST',
  },

  clock: {
    waiting: 'Waiting for the clock',
    day: (day: number) => `DAY ${String(day).padStart(3, '0')}`,
    shift: (name: string, crew: string) => `SHIFT ${name} · CREW ${crew}`,
    toBoundary: (at: string) => `to ${at}`,
    toTheBoundary: (at: string) => `to the ${at} boundary`,
  },

  inCharge: {
    label: 'Who is in charge',
    title: 'IN CHARGE',
    waiting: 'Waiting for the floor',
    since: (at: string) => `since ${at}`,
    asOf: (at: string) => `as of ${at}`,
    start: 'Start an exercise here',
    started: 'A new exercise has begun.',
    uncovered: {
      'before-start': 'No exercise covers this time: it is before the start.',
      'too-far-ahead': 'No exercise covers this time: it is too far ahead.',
      ended: 'The exercise is over.',
    },
  },
  uncovered: {
    mark: (at: string) =>
      `The floor stands at ${at}. Between there and here nobody is on watch, so nobody is shown in charge.`,
    toMark: 'Go back to the floor',
    ended: (at: string) =>
      `It ended at ${at}. Its journal stays; another exercise can begin at the clock’s time.`,
    toGrade: 'Go to its grade',
  },

  link: {
    lost: 'Link lost.',
    age: (age: string) => `The picture is the last one that came, ${age} ago.`,
    retryIn: (seconds: number) => `Trying again in ${seconds} s.`,
    retrying: 'Trying again now.',
    retry: 'Try now',
    reload: 'Reload the page',
    refused: (server: number, own: number) =>
      `The server speaks version ${server} of the protocol and this page version ${own}. Reload to get the page that fits.`,
    lostSaid: 'The link to the server is lost. The page tries again by itself.',
    backSaid: 'The link to the server is back.',
  },
  stale: {
    title: 'The picture is late.',
    age: (age: string) => `No keyframes reach the clock for ${age}; what is drawn stands still.`,
    columns: 'The catalogue could not be fetched.',
  },
  review: {
    title: 'Review.',
    detail: 'This is the floor as it was: it can be read, not changed.',
    go: (at: string) => `Go to the floor’s mark, ${at}`,
    done: 'The clock is at the floor’s mark.',
  },
  old: {
    title: (percent: number) =>
      `${percent} % of the objects are lost: their element sets are too far from the clock.`,
    detail: (span: string) => `Half of them are ${span} away or more; positions can be wrong by any amount.`,
    go: (date: string) => `Go to the catalogue's own time, ${date}`,
    done: 'The clock was set to the catalogue’s own time.',
  },

  browse: {
    label: 'Find, filter and load',
    title: 'Catalogue',
    loading: (count: string) =>
      count === '' || count === '0' ? 'Fetching the catalogue…' : `Fetching ${count} objects…`,
  },
  search: {
    label: 'Search objects by name, catalog number or designator',
    placeholder: 'Name, number, designator',
    results: 'Objects found',
    none: (query: string) =>
      `Nothing is called “${query}”. Numbers (25544, A0001) and designators (1998-067A) work too.`,
    total: (shown: string, total: string) =>
      shown === total ? `${total} found` : `first ${shown} of ${total} found`,
  },
  types: {
    title: 'TYPE',
    guessed: (count: string) => `${count} guessed from names`,
    guessedShort: '(guessed)',
    payload: 'Payload',
    'rocket-body': 'Rocket body',
    debris: 'Debris',
    unknown: 'Unknown',
    shown: (visible: string, total: string) => `${visible} of ${total} shown`,
    withheld: (count: string) => `${count} withheld: not released to you`,
    reset: 'Show all',
  },
  ages: {
    title: 'ELEMENT AGE',
    fresh: 'Fresh',
    ageing: 'Ageing',
    stale: 'Stale',
    lost: 'Lost',
    limitsTitle: 'Limits (notional settings)',
    note: 'Stale and lost objects are drawn as faint rings: their positions cannot be trusted.',
    limits: (regime: string, { ageing, stale, lost }: AgeLimits) =>
      `${regime}: ageing from ${ageing} d, stale ${stale} d, lost ${lost} d`,
  },
  regimes: {
    low: 'Low orbit',
    medium: 'Medium orbit',
    geosynchronous: 'Geosynchronous',
    eccentric: 'Eccentric',
    other: 'Other orbit',
  } satisfies Readonly<Record<Regime, string>>,
  change: {
    words: ({ action, source, by }: CatalogChange) => {
      const done: Readonly<Record<CatalogChange['action'], string>> = {
        add: `${by} added ${source} to everybody’s sky.`,
        replace: `${by} replaced everybody’s sky with ${source}.`,
        'switch-on': `${by} switched ${source} on, for everybody.`,
        'switch-off': `${by} switched ${source} off, for everybody.`,
        remove: `${by} took ${source} out of everybody’s sky.`,
        undo: `${by} took back the change of ${source}.`,
      };
      return done[action];
    },
    undo: 'Undo',
    undone: 'The change was taken back, for everybody.',
    at: (at: string) => `${at} by the wall clock`,
    last: 'Last change',
  },
  sources: {
    title: 'SOURCES',
    waiting: 'Waiting for the list of sources',
    none: 'Nothing is loaded. Load a file of element sets, or drop one anywhere on the page.',
    notional: 'NOTIONAL',
    live: 'LIVE SOURCE',
    identities: 'SATELLITE CATALOGUE',
    off: 'OFF',
    sets: (count: string) => (count === '1' ? '1 set' : `${count} sets`),
    rows: (count: string) => `${count} objects described`,
    inUse: (count: string) => `in use for ${count}`,
    newest: (age: string, isAhead: boolean) =>
      isAhead ? `newest ${age} ahead of the clock` : `newest ${age} old`,
    loaded: (by: string, at: string) => `by ${by}, ${at}`,
    format: (format: string) => FORMATS[format] ?? format,
    named: (action: string, name: string) => `${action}: ${name}`,
    switchOff: 'Switch off',
    switchOn: 'Switch on',
    switched: (name: string, isOn: boolean) => `${name} is switched ${isOn ? 'on' : 'off'}.`,
    remove: 'Remove',
    replace: 'Replace…',
    save: 'Save as',
    removed: (name: string) => `${name} was removed.`,
    load: 'Load…',
  },
  feeds: {
    title: 'LIVE SOURCES',
    state: {
      waiting: 'waits for its time',
      asking: 'asking now',
      current: 'current',
      failing: 'failing',
      off: 'off',
    } satisfies Readonly<Record<FeedInfo['state'], string>>,
    never: 'nothing has come yet',
    age: (name: string, age: string) => `from ${name}, ${age} old`,
    next: (span: string) => `asks again in ${span}`,
    soon: 'asks again now',
  },
  identity: {
    title: 'IDENTITY',
    none: 'No satellite catalogue knows this object.',
    noneLoaded: 'Load a satellite catalogue (CSV of CelesTrak or Space-Track) for owner, launch and size.',
    waiting: 'Asking…',
    owner: 'Owner',
    launch: 'Launched',
    decay: 'Decayed',
    radar: 'Radar size',
    status: 'Status code',
    regime: 'Regime',
    former: 'Also named',
    unknown: 'unknown',
    radarSizes: { small: 'small, below 0.1 m²', medium: 'medium, to 1 m²', large: 'large, above 1 m²' },
    squareMetres: (area: string) => `${area} m²`,
  },
  history: {
    title: (count: string) => `Element history (${count})`,
    open: 'Element history',
    failed: 'The history could not be fetched.',
    inUse: 'in use',
    drift: (km: string) => `${km} km from the set before`,
    newer: (count: string) => `${count} newer`,
    older: (count: string) => `and ${count} older`,
    save: 'Save this element set as',
  },
  notDrawn: {
    title: 'NOT DRAWN',
    none: 'Every object of the catalogue has a good position.',
    more: (count: string) => `and ${count} more`,
  },
  choices: { title: (count: number) => `${count} objects here` },

  object: {
    label: 'Selected object',
    oldPosition: (days: number) => `Elements over ${days} days from the clock: the position may be far off`,
    none: 'No object selected.',
    openTitle: 'OPEN ON THE FLOOR',
    toFloor: 'Go to the floor',
    noneHow: 'Click one on the globe, search by name, or open the table (V).',
    gone: (number: string) => `Object ${number} is no longer in the catalogue.`,
    unnamed: 'No name',
    noDesignator: 'no designator',
    unknownSource: 'source unknown',
    clear: 'Clear the selection',
    stateNow: 'STATE NOW',
    frameNote: 'TEME to geodetic, WGS-84',
    altitude: 'Altitude',
    speed: 'Speed, inertial',
    latitude: 'Latitude',
    longitude: 'Longitude',
    noState: 'No position at hand for this time yet.',
    notDrawn: 'Not drawn: its position cannot be trusted.',
    statusUnknown: 'No keyframes yet',
    elementSet: 'ELEMENT SET',
    age: (span: string, isAhead: boolean) => (isAhead ? `${span} ahead of the clock` : `${span} old`),
    ageClass: { fresh: 'fresh', ageing: 'ageing', stale: 'stale', lost: 'lost' },
    ageLimits: ({ ageing, stale, lost }: AgeLimits) =>
      `ageing ${ageing} d · stale ${stale} d · lost ${lost} d`,
    epoch: (at: string) => `Epoch ${at}`,
    track: 'Track',
    orbit: 'Orbit',
    earthFixed: 'Earth-fixed',
    caption: (altitude: string, speed: string) => `${altitude} km · ${speed} km/s`,
  },

  globe: {
    keys: 'Arrow keys turn the globe, plus and minus move nearer and farther, Home resets the view. V opens the same objects as a table.',
    loading: 'The globe is loading.',
    sky: (count: string, frame: string) =>
      `The Earth with ${count} objects around it, ${frame === 'inertial' ? 'seen from the stars' : 'turning with the ground'}.`,
    selected: ({ name, altitude, place }: { name: string; altitude: string; place: string }) =>
      `Selected: ${name}, ${altitude} above ${place}.`,
    selectedNotDrawn: (name: string) => `Selected: ${name}, not drawn.`,
    failed: (reason: string) => `The globe cannot be drawn (${reason}). The table has the same objects.`,
    objects: 'objects drawn',
  },
  camera: {
    label: 'View',
    nearer: 'Nearer',
    farther: 'Farther',
    reset: 'Reset the view',
    frame: 'Frame',
    inertial: 'Inertial',
    earthFixed: 'Earth-fixed',
  },
  table: {
    show: 'Globe as table',
    title: 'Objects',
    rows: (count: string, query: string) => (query === '' ? `${count} rows` : `${count} rows for “${query}”`),
    close: 'Back to the globe',
    empty: 'No object passes the search and the filters.',
    ok: 'No error',
    old: (age: string) => `Elements ${age}`,
    columns: ['Name and type', 'Number', 'Designator', 'Set age', 'Altitude', 'Over', 'Position'],
  },

  time: {
    serverClock: ({
      offset,
      uncertainty,
      drift,
    }: {
      offset: number;
      uncertainty: number;
      drift: number | null;
    }) =>
      `Server clock ${offset < 0 ? '−' : '+'}${Math.abs(offset)} ms ± ${uncertainty}${drift === null ? '' : `, drift ${drift < 0 ? '−' : '+'}${Math.abs(drift)} ppm`}`,
    label: 'Time controls, for everybody in the room',
    rate: 'Rate of the clock',
    slower: (rate: string) => `Slower, to ${rate}`,
    faster: (rate: string) => `Faster, to ${rate}`,
    pause: 'Pause the clock',
    run: 'Run the clock',
    pauseDone: 'The clock is paused.',
    runDone: 'The clock runs.',
    reverse: 'Reverse the clock',
    paused: 'paused',
    jump: 'Jump',
    back: '−1 h, back one hour',
    ahead: '+1 h, ahead one hour',
    backShort: '−1 h',
    aheadShort: '+1 h',
    field: 'Go to a time, ISO 8601 UTC',
    go: 'Go',
    unreadable: 'Not an ISO 8601 time. Example: 2026-11-22T15:30:00Z',
    live: 'Go to live',
    liveDone: 'The clock goes to live.',
    more: 'More',
    less: 'Less',
  },
  strip: {
    ...stripWords,
    shift: (name: string) => `Shift ${name}`,
    crew: (crew: string) => `Crew ${crew}`,
    overlap: 'Overlap',
    review: 'Review, behind the floor’s mark',
    span: 'Time shown',
    spans: { '3h': '3 h', '18h': '18 h', '3d': '3 d' },
    describe: (facts: {
      shift: string;
      crew: string;
      from: string;
      to: string;
      now: string;
      overlapMin: number;
      mark: string;
    }) =>
      `Shift ${facts.shift}, crew ${facts.crew}, from ${facts.from} to ${facts.to}; the clock is at ${facts.now}. ` +
      `Overlap in the last ${facts.overlapMin} minutes. Before ${facts.mark} is review only.`,
  },

  load: {
    title: 'Load element sets',
    formats:
      'TLE with two or three lines, or OMM as JSON, CSV, XML or KVN; a satellite catalogue (CSV) gives objects owner, launch and size. gzip is fine. Files can also be dropped anywhere on the page. What you load changes everybody’s sky.',
    choose: 'Files',
    lenient: 'Accept records with a wrong checksum, as a warning',
    replaces: (name: string) => `The file takes the place of ${name}.`,
    add: 'Add to the catalogue',
    replace: 'Replace the catalogue',
    replaceOne: 'Replace it',
    noFile: 'Choose a file first.',
    reading: (name: string, size: string) => `Reading ${name} (${size})…`,
    drop: 'Drop to load element sets',
    done: (name: string) => `${name} is loaded.`,
    nothing: (name: string) => `Nothing in ${name} was accepted.`,
    failed: (name: string) => `${name} was not loaded.`,
    pictureStays: 'The catalogue and the picture are as they were.',
    account: (name: string) => `What became of ${name}`,
    counts: { records: 'records', accepted: 'accepted', rejected: 'rejected', objects: 'objects' },
    rejects: 'Rejected records',
    columns: ['Line', 'Code', 'Reason', 'Text'],
    moreRejects: (count: string) => `and ${count} more; the command “watchfloor check” lists all.`,
    warnings: 'Warnings',
    warningFirst: (line: number, reason: string) => `first in line ${line}: ${reason}`,
  },

  floor: {
    ...floorWords,
    loading: 'Waiting for the floor…',
    summary: 'The shift',
    shiftLine: (name: string, crew: string, from: string, to: string) =>
      `SHIFT ${name} · CREW ${crew} · ${from}–${to}`,
    takesOver: (name: string, crew: string) => `Shift ${name} · Crew ${crew} takes over`,
    phases: { label: 'Stations of the shift' },
    openItems: 'open items',
    desks: 'Desks',
    seated: (name: string) => `Seated: ${name}`,
    simulated: 'Simulated',
    since: (at: string) => `since ${at}`,
    relief: 'Relief',
    sit: 'Sit here',
    sitRelief: 'Relieve',
    yourSeat: 'Your seat',
    yourDesk: 'YOUR SEAT',
    noSeat: 'YOU HAVE NO SEAT',
    noSeatHow:
      'Sit at a desk to write in the log, take items and hand over. Desks nobody sits at are simulated.',
    leave: 'Leave the seat',
    left: 'You left the seat; a simulated operator holds it.',
    queue: 'Work queue',
    queueFilter: 'Which items',
    filters: { all: 'All', mine: 'My desk', shift: 'Due in shift' },
    queueEmpty: {
      all: 'Nothing is open on the floor.',
      mine: 'Nothing is open at your desk. Take a seat to have one.',
      shift: 'Nothing is due before the boundary.',
    },
    facts: (count: number) => plural(count, 'fact'),
    itemType: (type: string) => ITEM_TYPES[type] ?? type,
    due: (state: ItemState, isLate: boolean) =>
      state === 'new'
        ? isLate
          ? 'ack late'
          : 'to acknowledge'
        : state === 'waiting'
          ? isLate
            ? 'action late'
            : 'next action'
          : isLate
            ? 'resolve late'
            : 'to resolve',
    severity: (severity: Severity, isLate: boolean) => `Severity ${severity}${isLate ? ', late' : ''}`,
    severityOption: (severity: Severity) =>
      ['1 routine', '2 important', '3 urgent'][severity - 1] ?? String(severity),
    critical: 'critical',
    acknowledge: 'Acknowledge',
    acknowledged: (summary: string) => `Acknowledged: ${summary}`,
    resolve: 'Resolve…',
    resolveNow: 'Resolve',
    resolved: (summary: string) => `Resolved: ${summary}`,
    outcome: (summary: string) => `Outcome of ${summary}`,
    outcomeShort: 'Outcome, in a few words',
    outcomeMissing: 'Say how it ended first.',
    raiseTitle: 'Raise an item',
    raiseSummary: 'What is it?',
    raiseSeverity: 'Severity',
    raiseDesk: 'Desk',
    raise: 'Raise',
    raised: 'The item is on the floor.',
    summaryMissing: 'Say what it is first.',
    needsSeat: 'Take a seat first: the floor has to know who speaks.',
    readOnly: 'Review is read-only: go to the floor’s mark to act.',
  },
  log: {
    ...logWords,
    title: 'Log',
    note: 'append-only',
    upTo: (seq: number) => `up to event ${seq}`,
    empty: 'Nothing has been logged yet.',
    older: 'Earlier entries',
    failed: 'Earlier entries could not be fetched.',
    field: 'New log entry',
    writeAs: (desk: string) => `Write as ${desk}`,
    needsSeat: 'Take a seat to write in the log',
    missing: 'Write something first.',
    write: 'Write the entry',
    written: 'The entry is in the log.',
  },
  seat: {
    title: (desk: string) => `Sit at ${desk}`,
    asHolder: 'You act as the person who holds this desk now.',
    asRelief: 'You act as the person who takes this desk over at the boundary.',
    name: 'Your name, as others see it',
    nameMissing: 'Give a name first.',
    sit: 'Sit down',
    done: (desk: string) => `You sit at ${desk}.`,
    lost: 'Your seat was given up.',
  },

  handover: {
    ...handoverWords,
    stepsLabel: (desk: string) => `Steps of the ${desk} handover`,
    exchange: (desk: string) => `${desk} handover`,
    steps: {
      preview: { title: 'Preview', detail: 'The incoming person reads alone' },
      brief: { title: 'Brief', detail: 'Each open item told and acknowledged' },
      assume: { title: 'Assume', detail: 'Both sign; responsibility passes' },
      review: { title: 'Review', detail: 'The outgoing person stays 5 min' },
    },
    previewedAt: (at: string) => `Previewed ${at}`,
    briefed: (done: number, total: number) => `${done} of ${total} items acknowledged`,
    acceptedAt: (at: string) => `Assumed ${at}`,
    desks: 'Desks, bottom up',
    desksDone: (done: number, total: number) => `${done} of ${total} handed over`,
    desksIdle: 'no handover open',
    yours: 'yours',
    standing: {
      none: 'not open',
      open: 'to preview',
      briefing: 'briefing',
      ready: 'signed',
      accepted: 'done',
      heldOver: 'held over',
      paused: 'stands still',
    },
    outgoing: (desk: string) => (desk === 'CCO' ? 'OUTGOING, IN CHARGE' : `OUTGOING, HOLDS ${desk}`),
    incoming: 'INCOMING',
    outgoingShort: 'Outgoing',
    incomingShort: 'Incoming',
    inCharge: (desk: string) => (desk === 'CCO' ? 'NOW IN CHARGE' : `NOW HOLDS ${desk}`),
    relieved: 'RELIEVED',
    gone: 'Relieved',
    since: (at: string) => `since ${at}`,
    relievesAt: (at: string) => `relieves at ${at}`,
    staysForReview: 'stays for review',
    heldOver: 'Held over: the boundary has passed',
    turn: {
      none: 'relieves',
      preview: 'Incoming previews',
      brief: 'Brief, item by item',
      assume: 'Sign and assume',
      review: 'Responsibility has passed',
    },
    opens: (at: string, minutes: number) => `The handover opens at ${at}, ${minutes} min before the boundary`,
    notOpen: (desk: string) => `${desk} has no handover open now`,
    willCarry: (count: number, desk: string) =>
      count === 0
        ? `${desk} has nothing open to hand over.`
        : `${desk} has ${plural(count, 'open item')} to hand over.`,
    carried: 'Open at this desk now',
    actByThemselves: 'Sides nobody sits at act by themselves.',
    goToOverlap: (at: string) => `Go to the overlap, ${at}`,
    jumped: (at: string) => `The clock was set to ${at}.`,
    nothingOpen: 'Nothing is open at this desk: there is nothing to brief.',
    previewHow: 'The incoming person reads the items, facts and log alone before being told.',
    previewButton: 'I have read it',
    previewDone: 'Preview done.',
    previewFirst: 'The incoming person previews first.',
    briefFirst: 'The outgoing person briefs this first.',
    brief: 'Brief',
    briefDone: (summary: string) => `Briefed: ${summary}`,
    toldAt: (at: string) => `told ${at}`,
    acknowledgedAt: (at: string) => `acknowledged ${at}`,
    notTold: 'not told yet',
    deskHasNotAcknowledged: 'new: not acknowledged by the desk',
    closedItem: (id: string) => `Item ${id}, closed since`,
    gatesTitle: 'Before it can be assumed',
    gatesOpen: (count: number) => (count === 0 ? 'nothing blocks' : `${count} not met`),
    assumed: 'assumed',
    lines: 'What is said',
    says: (name: string) => `${name} says, and signs`,
    saysAndPasses: (name: string) => `${name} says · responsibility passes at this instant`,
    readyToBeRelieved: '“I am ready to be relieved.”',
    iRelieveYou: '“I relieve you.”',
    saidAt: (at: string) => `said ${at}`,
    sayIt: 'Focus and Enter, or click',
    untold: (count: number) => `${plural(count, 'item')} not briefed yet`,
    blockedBy: (titles: readonly string[]) => `waits for: ${titles.join('; ').toLowerCase()}`,
    waitsFor: (name: string | null) =>
      name === null ? 'the simulated operator says it when ready' : `${name} says it when ready`,
    passedAt: (at: string) => `Responsibility passed at ${at}.`,
    transferred: (desk: string, name: string) => `Responsibility has passed: ${name} now holds ${desk}.`,
    chiefTransferred: (name: string) => `Responsibility has passed: ${name} is in charge.`,
  },

  keys: {
    title: 'Keys',
    singles: 'Single keys work (outside text fields)',
    list: [
      [['/'], 'Search'],
      [['1', '2', '3'], 'Watch, Floor, Handover'],
      [['Space'], 'Pause or run'],
      [['[', ']'], 'Slower, faster'],
      [['L'], 'Go to live'],
      [['T'], 'Track the selected object'],
      [['O'], 'Its orbit'],
      [['E'], 'Earth-fixed or inertial'],
      [['V'], 'Globe as table, and back'],
      [['←', '→', '↑', '↓'], 'Turn the globe (when it has focus)'],
      [['+', '−', 'Home'], 'Nearer, farther, reset (when it has focus)'],
      [['J', 'K'], 'Next, previous item on the floor'],
      [['A'], 'Acknowledge the item with focus'],
      [['N'], 'New log entry'],
      [['Esc'], 'Back'],
      [['?'], 'This list'],
    ] as readonly (readonly [readonly string[], string])[],
  },
};
