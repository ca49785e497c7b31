import { useState } from 'react';
import type { DamagedRowView, LiveDamage } from '../../common/contract/index.ts';
import { showToast } from '../state/toast-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Mono } from '../ui/labels.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { saveText } from '../ui/save-file.ts';
import { Banner } from '../ui/states.tsx';
import styles from './damage-banner.module.css';

/** Lists the stored rows that cannot be read, as long as there are any. */
export function DamageBanner(props: { damage: LiveDamage }) {
  const run = useRun();
  const [rows, setRows] = useState<readonly DamagedRowView[] | null>(null);
  const tables = Object.entries(props.damage.tables);
  const count = tables.reduce((sum, [, rowsOfTable]) => sum + rowsOfTable, 0);
  const show = async () => setRows((await run('damage.list', {}))?.items ?? null);
  const save = async () => {
    const exported = await run('damage.export', {});
    if (exported === null) return;
    saveText('damaged-rows.json', 'application/json', JSON.stringify(exported, null, 2));
  };
  const remove = async (named: readonly DamagedRowView[]) => {
    setRows(null);
    const names = named.map(({ table, key }) => ({ table, key }));
    const answer = await run('damage.delete', { rows: names });
    if (answer === null) return;
    showToast({ tone: 'ok', title: `Deleted: ${rowsInWords(answer.deleted)}.` });
  };
  if (count === 0) return null;
  return (
    <Banner tone="bad">
      <span className={styles.words}>
        {rowsInWords(count)} of the database cannot be read and {count === 1 ? 'is' : 'are'} left
        out everywhere ({tables.map(([table, of]) => `${table} ${of}`).join(', ')}).
      </span>
      <Button onClick={() => void save()}>Export</Button>
      <Button onClick={() => void show()}>Delete…</Button>
      <Dialog
        open={rows !== null}
        title="Delete what cannot be read?"
        description="These rows go, with what belongs to them. This cannot be undone: export them first if you may want to mend them."
        onClose={() => setRows(null)}
      >
        <ul className={styles.rows}>
          {(rows ?? []).map(({ table, key, column, belongings }) => (
            <li key={`${table} ${JSON.stringify(key)}`}>
              <Mono>{`${table} ${Object.values(key).join(' ')}`}</Mono>
              <span>
                {column} makes no sense
                {belongings === 0 ? '' : `; takes ${rowsInWords(belongings)} with it`}
              </span>
            </li>
          ))}
        </ul>
        <div className={styles.actions}>
          <Button onClick={() => setRows(null)}>Keep them</Button>
          <Button tone="danger" onClick={() => void remove(rows ?? [])}>
            Delete
          </Button>
        </div>
      </Dialog>
    </Banner>
  );
}

function rowsInWords(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
