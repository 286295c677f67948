import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ElementTable } from '../../../core/elements/element-table.ts';
import { Librarian, type LoadRequest } from '../../../server/simulation/librarian.ts';
import { ElementStore } from '../../../server/storage/element-store.ts';
import { makeStateDir } from '../../helpers/server.ts';
import { BAD_CHECKSUM, GEO, ISS, VANGUARD } from '../element-sets.ts';

const AT = Date.UTC(2026, 2, 2);
const SATCAT = `OBJECT_NAME,OBJECT_ID,NORAD_CAT_ID,OBJECT_TYPE,OWNER,LAUNCH_DATE,DECAY_DATE,RCS
VANGUARD 1,1958-002B,5,PAY,US,1958-03-17,,0.1220
`;
/** The same orbit a day later; line 1 with its checksum made anew: one more in the day. */
const ISS_NEXT_DAY = ISS.replace('08264.51782528', '08265.51782528').replace('0  2927', '0  2928');

/** One record as CelesTrak sends it, so many days old. */
const omm = (number: number, day: number): object => ({
  OBJECT_NAME: `LIVE ${number}`,
  OBJECT_ID: '2020-001A',
  EPOCH: new Date(AT - day * 86_400_000).toISOString(),
  MEAN_MOTION: 15.2,
  ECCENTRICITY: 0.001,
  INCLINATION: 51.6,
  RA_OF_ASC_NODE: 10,
  ARG_OF_PERICENTER: 20,
  MEAN_ANOMALY: 30,
  NORAD_CAT_ID: number,
  BSTAR: 0.0001,
});

describe('the librarian', () => {
  let dir: string;
  let store: ElementStore;
  let librarian: Librarian;
  const open = (): void => {
    store = new ElementStore(dir, { maxSets: 10 });
    librarian = new Librarian(store, { historyDays: 30 });
  };
  beforeEach(() => {
    dir = makeStateDir();
    open();
  });
  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const load = (text: string, options: Partial<LoadRequest> = {}) =>
    librarian.load({
      input: Buffer.from(text),
      name: 'file',
      isLenient: false,
      mode: 'add',
      by: 'a test',
      at: AT,
      ...options,
    });
  const take = (records: readonly object[] | string, at = AT) =>
    librarian.takeFeed({
      id: 'celestrak-active',
      name: 'CelesTrak, active',
      kind: 'elements',
      input: Buffer.from(typeof records === 'string' ? records : JSON.stringify(records)),
      at,
    });
  /** Take back what can be taken back now. */
  const undo = (by = 'a test') => librarian.undo(librarian.state({}).lastChange?.undoes ?? 0, { by, at: AT });
  const lastName = (): string => {
    const [content] = librarian.state({}).contents;
    return new ElementTable(content!.table!).at(1).name;
  };
  const listed = () => librarian.state({}).sources.map(({ name, state }) => `${name} ${state}`);
  const numbersOf = (name: string) => {
    const { sources, contents } = librarian.state({});
    const { id } = sources.find((source) => source.name === name)!;
    const { table } = contents.find((content) => content.id === id)!;
    return Array.from(new ElementTable(table!), ({ catalogNumber }) => catalogNumber);
  };

  it('puts on the notional catalogue when there is nothing else, and not beside files of the command line', async () => {
    await librarian.start({ given: [], isLenient: false, at: AT });
    expect(listed()).toEqual(['Notional catalogue on']);
    const file = join(dir, 'given.tle');
    writeFileSync(file, ISS);
    await librarian.start({ given: [file], isLenient: false, at: AT });
    expect(listed()).toEqual(['given.tle on']);
    await librarian.start({ given: [], isLenient: false, at: AT });
    expect(listed()).toEqual(['Notional catalogue on']);
  });

  it('does not read a file of the command line again that has not changed', async () => {
    const file = join(dir, 'given.tle');
    writeFileSync(file, ISS + BAD_CHECKSUM);
    const [first] = await librarian.start({ given: [file], isLenient: false, at: AT });
    expect(first).toMatchObject({ accepted: 1, rejected: 1, account: { accepted: 1 } });
    const [second] = await librarian.start({ given: [file], isLenient: false, at: AT });
    expect(second).toMatchObject({ id: first!.id, accepted: 1, rejected: 1, account: null });
    writeFileSync(file, VANGUARD);
    await librarian.start({ given: [file], isLenient: false, at: AT });
    expect(numbersOf('given.tle')).toEqual([5]);
  });

  it('names file, line and reason when a file of the command line has nothing to accept, and keeps what was there', async () => {
    await load(VANGUARD, { name: 'kept' });
    const file = join(dir, 'bad.tle');
    writeFileSync(file, BAD_CHECKSUM);
    await expect(librarian.start({ given: [file], isLenient: false, at: AT })).rejects.toThrow(
      /bad\.tle, line 2: line 1: checksum is/,
    );
    expect(listed()).toContain('kept on');
  });

  it('sorts sets by object and epoch, and keeps a set once that two files hold', async () => {
    await load(ISS_NEXT_DAY + ISS + VANGUARD, { name: 'a' });
    await load(ISS, { name: 'b' });
    expect(numbersOf('a')).toEqual([5, 25_544, 25_544]);
    expect(numbersOf('b')).toEqual([25_544]);
    // Ten are allowed; only three different ones are there.
    await load(`${ISS_NEXT_DAY}${ISS}${VANGUARD}${GEO}`.repeat(3), { name: 'c' });
    expect(librarian.state({}).sources.at(-1)).toMatchObject({ sets: 4, accepted: 12 });
  });

  it('refuses a file that would fill the store, names the setting, and changes nothing', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ISS.replace('ISS (ZARYA)', `NAME ${i}`)).join('');
    await load(VANGUARD, { name: 'kept' });
    await expect(load(many)).rejects.toThrow(/may hold 10 \(setting --max-sets\)/);
    expect(listed()).toEqual(['kept on']);
  });

  it('changes nothing when no set of a file is accepted', async () => {
    await load(VANGUARD, { name: 'kept' });
    const account = await load(BAD_CHECKSUM, { name: 'bad', mode: 'replace' });
    expect(account).toMatchObject({ accepted: 0, rejected: 1 });
    expect(listed()).toEqual(['kept on']);
    expect(librarian.state({}).lastChange).toMatchObject({ action: 'add', source: 'kept' });
  });

  it('notes who changed what, and takes changes back one after the other', async () => {
    await load(VANGUARD, { name: 'first', by: 'MAJ One' });
    await load(GEO, { name: 'second', mode: 'replace', by: 'MAJ Two' });
    expect(listed()).toEqual(['second on']);
    expect(librarian.state({}).lastChange).toMatchObject({
      by: 'MAJ Two',
      action: 'replace',
      source: 'second',
      at: AT,
    });
    expect(await undo('MAJ One')).toBe(true);
    expect(listed()).toEqual(['first on']);
    expect(librarian.state({}).lastChange).toMatchObject({ by: 'MAJ One', action: 'undo', source: 'second' });
    expect(await undo('MAJ One')).toBe(true);
    expect(listed()).toEqual([]);
    expect(librarian.state({}).lastChange).toMatchObject({ undoes: null });
    expect(await undo('MAJ One')).toBe(false);
  });

  it('switches a source off and on, removes it, and brings it back with its sets', async () => {
    await load(VANGUARD, { name: 'one' });
    const { id } = librarian.state({}).sources[0]!;
    const note = { by: 'a test', at: AT };
    expect(await librarian.setState(id, 'off', note)).toBe(true);
    expect(listed()).toEqual(['one off']);
    expect(librarian.state({}).contents).toEqual([]);
    await librarian.setState(id, 'on', note);
    await librarian.setState(id, 'removed', note);
    expect(listed()).toEqual([]);
    expect(await librarian.setState(id, 'on', note)).toBe(false);
    await undo();
    expect(numbersOf('one')).toEqual([5]);
    expect(await librarian.setState('nothing', 'off', note)).toBe(false);
  });

  it('takes back the change that is meant and no other, and remembers none that changed nothing', async () => {
    await load(VANGUARD, { name: 'first' });
    await load(GEO, { name: 'second' });
    const meant = librarian.state({}).lastChange!.undoes!;
    const note = { by: 'a test', at: AT };
    const { id } = librarian.state({}).sources[0]!;
    for (let i = 0; i < 30; i++) expect(await librarian.setState(id, 'on', note)).toBe(true); // oxlint-disable-line no-await-in-loop
    expect(await librarian.undo(meant, note)).toBe(true);
    expect(await librarian.undo(meant, note)).toBe(false);
    expect(listed()).toEqual(['first on']);
  });

  it('remembers twenty changes, however many were taken back in between', async () => {
    const note = { by: 'a test', at: AT };
    await load(VANGUARD, { name: 'one' });
    const { id } = librarian.state({}).sources[0]!;
    /* oxlint-disable no-await-in-loop -- one after the other */
    for (let i = 0; i < 30; i++) await librarian.setState(id, i % 2 === 0 ? 'off' : 'on', note);
    let undone = 0;
    while (await undo()) undone++;
    /* oxlint-enable no-await-in-loop */
    expect(undone).toBe(20);
  });

  it('keeps two sets of one epoch in the order in which they came, also when they come again', async () => {
    const renamed = VANGUARD.replace('VANGUARD 1', 'A NEW NAME');
    await load(VANGUARD + renamed, { name: 'a' });
    expect(lastName()).toBe('A NEW NAME');
    await load(renamed + VANGUARD, { name: 'b' });
    expect(lastName()).toBe('VANGUARD 1');
  });

  it('replaces one source and leaves the others', async () => {
    await load(VANGUARD, { name: 'old' });
    await load(ISS, { name: 'other' });
    const { id } = librarian.state({}).sources[0]!;
    await load(GEO, { name: 'new', replaces: id });
    expect(listed()).toEqual(['other on', 'new on']);
    await undo();
    expect(listed()).toEqual(['old on', 'other on']);
  });

  it('forgets what can no longer be brought back', async () => {
    const note = { by: 'a test', at: AT };
    await load(VANGUARD, { name: 'gone' });
    await librarian.setState(librarian.state({}).sources[0]!.id, 'removed', note);
    await load(ISS, { name: 'other' });
    const { id } = librarian.state({}).sources[0]!;
    expect(store.sources().map(({ name }) => name)).toContain('gone');
    for (let i = 0; i < 25; i++) await librarian.setState(id, i % 2 === 0 ? 'off' : 'on', note); // oxlint-disable-line no-await-in-loop
    expect(store.sources().map(({ name }) => name)).toEqual(['other']);
  });

  it('reads satellite catalogues, which replace no element sets', async () => {
    await load(VANGUARD, { name: 'sets' });
    await load(SATCAT, { name: 'satcat.csv', mode: 'replace' });
    expect(listed()).toEqual(['sets on', 'satcat.csv on']);
    const { sources, contents } = librarian.state({});
    expect(sources[1]).toMatchObject({ kind: 'satellite-catalogue', sets: 1 });
    expect(contents[1]!.identities).toMatchObject({ length: 1 });
  });

  it('sends only what the other side does not have', async () => {
    await load(VANGUARD, { name: 'one' });
    const { id, loadedAt } = librarian.state({}).sources[0]!;
    expect(librarian.state({ [id]: loadedAt }).contents).toEqual([]);
    expect(librarian.state({ [id]: loadedAt - 1 }).contents).toHaveLength(1);
  });

  it('has everything again after a restart', async () => {
    await load(ISS + VANGUARD, { name: 'kept' });
    await load(SATCAT, { name: 'satcat.csv' });
    store.close();
    open();
    await librarian.start({ given: [], isLenient: false, at: AT });
    expect(numbersOf('kept')).toEqual([5, 25_544]);
    expect(librarian.state({}).contents[1]!.identities).toMatchObject({ length: 1 });
  });

  describe('with a live feed', () => {
    it('takes the place of the notional catalogue, as a change that can be taken back', async () => {
      await librarian.start({ given: [], isLenient: false, at: AT });
      expect(await take([omm(1, 0), omm(2, 0)])).toBeNull();
      expect(listed()).toEqual(['CelesTrak, active on']);
      expect(librarian.state({}).lastChange).toMatchObject({ by: 'data keeper', action: 'add' });
      await undo();
      // Its history stays.
      expect(listed()).toEqual(['Notional catalogue on', 'CelesTrak, active off']);
      await take([omm(1, 0), omm(2, 0), omm(3, 0)]);
      expect(listed()).toEqual(['Notional catalogue on', 'CelesTrak, active off']);
    });

    it('keeps a history, forgets what is older than the setting, and says so to nobody', async () => {
      await take([omm(1, 40), omm(2, 1)]);
      await take([omm(1, 0), omm(2, 0)]);
      expect(numbersOf('CelesTrak, active')).toEqual([1, 2, 2]);
      expect(librarian.state({}).lastChange).toMatchObject({ id: 1 });
    });

    it('makes room for newer sets where the store is full of its own', async () => {
      const week = [1, 2, 3, 4];
      for (const day of [20, 15, 10, 5, 0])
        expect(await take(week.map((number) => omm(number, day)))).toBeNull(); // oxlint-disable-line no-await-in-loop
      const [feed] = librarian.state({}).sources;
      expect(feed!.sets).toBeLessThanOrEqual(10);
      expect(feed!.newestEpoch).toBe(AT);
    });

    it('believes fewer records once the last good copy is over a day old', async () => {
      await take([1, 2, 3, 4].map((number) => omm(number, 0)));
      expect(await take([omm(1, 0)], AT + 86_400_000)).toMatch(/./);
      expect(await take([omm(1, 0)], AT + 86_400_001)).toBeNull();
    });

    it('refuses what cannot be trusted and keeps the last good copy', async () => {
      await take([1, 2, 3, 4].map((number) => omm(number, 0)));
      expect(await take('<html>Forbidden</html>')).toMatch(/./);
      expect(await take('No GP data found')).toMatch(/./);
      expect(await take(JSON.stringify([omm(1, 0), omm(2, 0), omm(3, 0)]).slice(0, -40))).toMatch(/./);
      expect(await take([omm(1, 0)])).toMatch(/./);
      expect(await take(SATCAT)).toMatch(/another kind/);
      expect(numbersOf('CelesTrak, active')).toEqual([1, 2, 3, 4]);
    });

    it('stays in its place when everything is replaced, switched off', async () => {
      await take([omm(1, 0)]);
      await load(VANGUARD, { name: 'mine', mode: 'replace' });
      expect(listed()).toEqual(['CelesTrak, active off', 'mine on']);
      await take([omm(1, 0), omm(2, 0)]);
      expect(listed()).toEqual(['mine on', 'CelesTrak, active off']);
    });
  });
});
