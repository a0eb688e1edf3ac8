import { useState, type ReactNode } from "react";
import type { CoreImportView, CoreListDetail } from "../../../../contract/crm.ts";
import { api, invalidate, queryClient, useCan } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  DateTime,
  inSentence,
  Pill,
  showDone,
  showProblem,
  SimpleTable,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** The files of a list: what became of their lines, the refused ones to download, and taking a file back. */
export function HistoryCard({ list }: { list: CoreListDetail }): ReactNode {
  const t = useTexts(texts);
  const [undoing, setUndoing] = useState<CoreImportView | null>(null);
  return (
    <Card title={t("historyTitle")}>
      <SimpleTable
        label={t("historyTitle")}
        words
        head={
          <tr>
            <th scope="col">{t("created")}</th>
            <th scope="col">{t("file")}</th>
            <th scope="col">{t("taken")}</th>
            <th scope="col">{t("refused")}</th>
          </tr>
        }
      >
        {list.imports.map((one) => (
          <FileRow key={one.id} one={one} onUndo={() => setUndoing(one)} />
        ))}
      </SimpleTable>
      <ConfirmDialog
        opened={undoing !== null}
        onClose={() => setUndoing(null)}
        title={t("undoTitle", { file: undoing?.fileName ?? "" })}
        action={t("undoDo")}
        words={{
          records_mailed: t("undoMailed"),
          file_follows: t("undoFollows"),
          import_undone: t("undoGone"),
        }}
        onConfirm={async () => {
          await api.post(`/core-imports/${undoing!.id}/undo`);
          await invalidate(queryClient, ["/core-lists"]);
          showDone(t("undoDone"));
        }}
      >
        {undoing && t(`undoText.${undoing.kind}`)}
      </ConfirmDialog>
    </Card>
  );
}

function FileRow({ one, onUndo }: { one: CoreImportView; onUndo: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan()("contacts.import");
  const { taken, warned, refused } = one.counts;
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      showProblem(error);
    }
  };
  return (
    <tr>
      <td data-label={t("created")}>
        <DateTime value={one.madeAt} />
        <span className="k-sub">{one.madeBy}</span>
      </td>
      <td data-label={t("file")}>
        {one.fileName} <Pill>{t(`kind.${one.kind}`)}</Pill>
        {one.undoneAt ? (
          <span className="k-sub">
            {t("undone", {
              when: inSentence(format.moment(one.undoneAt)),
              who: one.undoneBy ?? "",
            })}
          </span>
        ) : (
          can && (
            <span className="k-sub">
              <button type="button" className="k-textbutton" onClick={onUndo}>
                {t("undo")}
              </button>
            </span>
          )
        )}
        {one.manual && (
          <span className="k-sub">
            {one.manualDoneBy ? t("manualDone", { who: one.manualDoneBy }) : t("manualTask")}{" "}
            {!one.manualDoneBy && can && (
              <button
                type="button"
                className="k-textbutton"
                onClick={() =>
                  void act(async () => {
                    await api.post(`/core-imports/${one.id}/manual-done`);
                    await invalidate(queryClient, ["/core-lists"]);
                  })
                }
              >
                {t("manualDo")}
              </button>
            )}
          </span>
        )}
      </td>
      <td data-label={t("taken")}>
        {format.number(taken + warned)}
        {warned > 0 && (
          <span className="k-sub">
            {format.number(warned)} {t("warned")}
          </span>
        )}
      </td>
      <td data-label={t("refused")}>
        {format.number(refused)}
        {refused > 0 && can && !one.undoneAt && (
          <span className="k-sub">
            <button
              type="button"
              className="k-textbutton"
              onClick={() => void act(() => api.download(`/core-imports/${one.id}/refused.csv`))}
            >
              {t("refusedFile")}
            </button>
          </span>
        )}
      </td>
    </tr>
  );
}
