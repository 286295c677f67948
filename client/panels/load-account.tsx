import type { JSX } from 'preact';
import type { LoadAccount, Warning } from '../../core/elements/account.ts';
import type { UploadResult } from '../link/server-api.ts';
import { text } from '../text.ts';
import { formatCount } from './format.ts';
import { StatusMark } from './glyphs.tsx';

const REJECTS_SHOWN = 500;

/** What became of a file: every record counted, every reject with its line and reason. */
export function LoadAccountView({ name, result }: { name: string; result: UploadResult }): JSX.Element {
  if (!result.account) {
    return (
      <section class="account" role="alert">
        <p class="row">
          <StatusMark status="serious" /> <b>{text.load.failed(name)}</b>
        </p>
        <p>
          {result.problem.title}. {result.problem.detail}
        </p>
        <p class="quiet">{text.load.pictureStays}</p>
      </section>
    );
  }
  const { account } = result;
  const status = !result.ok ? 'serious' : account.rejected > 0 ? 'caution' : 'normal';
  return (
    <section class="account" aria-label={text.load.account(name)}>
      <p class="row" role="status">
        <StatusMark status={status} /> <b>{result.ok ? text.load.done(name) : text.load.nothing(name)}</b>
      </p>
      {!result.ok && <p class="quiet">{text.load.pictureStays}</p>}
      <dl class="counts account-counts">
        {(['records', 'accepted', 'rejected', 'objects'] as const).map((field) => (
          <div key={field}>
            <dd>{formatCount(account[field])}</dd>
            <dt>{text.load.counts[field]}</dt>
          </div>
        ))}
      </dl>
      {account.rejects.length > 0 && <Rejects account={account} />}
      {account.warnings.length > 0 && <Warnings warnings={account.warnings} />}
    </section>
  );
}

function Rejects({ account }: { account: LoadAccount }): JSX.Element {
  const shown = account.rejects.slice(0, REJECTS_SHOWN);
  return (
    <>
      <h3>{text.load.rejects}</h3>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={text.load.rejects}>
        <table>
          <thead>
            <tr>
              {text.load.columns.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((reject) => (
              <tr key={`${reject.line}-${reject.code}`}>
                <td class="number">{formatCount(reject.line)}</td>
                <td class="mono">{reject.code}</td>
                <td>{reject.reason}</td>
                <td class="mono">{reject.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {account.rejected > shown.length && (
        <p class="quiet">{text.load.moreRejects(formatCount(account.rejected - shown.length))}</p>
      )}
    </>
  );
}

function Warnings({ warnings }: { warnings: readonly Warning[] }): JSX.Element {
  const groups = new Map<string, Warning[]>();
  for (const warning of warnings) groups.set(warning.code, [...(groups.get(warning.code) ?? []), warning]);
  return (
    <>
      <h3>{text.load.warnings}</h3>
      <ul class="warnings">
        {[...groups].map(([code, group]) => (
          <li key={code}>
            <b>{formatCount(group.length)}</b> <span class="mono">{code}</span>{' '}
            <span class="quiet">{text.load.warningFirst(group[0]!.line, group[0]!.reason)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
