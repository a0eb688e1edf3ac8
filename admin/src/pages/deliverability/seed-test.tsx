import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { Placement, SeedTestView } from "../../../../contract/deliverability.ts";
import { api, useApiMutation, useCan } from "../../api/index.ts";
import { Pill, showProblem, SimpleTable, useFormat, useTexts, type Tone } from "../../ui/index.ts";
import { texts } from "./texts.ts";

const PLACES: readonly Placement[] = ["inbox", "tab", "spam", "missing"];
const TONES: Record<SeedTestView["results"][number]["state"], Tone> = {
  open: "go",
  accepted: "plain",
  deferred: "wait",
  rejected: "danger",
  excluded: "unknown",
  uncertain: "wait",
  cancelled: "unknown",
};

/** One test: each address with the provider's answer, and where somebody found the mail. */
export function SeedTest({ test }: { test: SeedTestView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const noted = test.results.filter((each) => each.placement !== null);
  const inbox = noted.filter((each) => each.placement === "inbox").length;
  const name = test.mailing?.name ?? t("mailingGone");
  return (
    <>
      <div className="d-seed-head">
        <div>
          <b>{name}</b>
          <span className="k-sub-line">{test.subject}</span>
        </div>
        <div className="k-muted k-small">
          {format.moment(test.createdAt)}
          {noted.length > 0 && (
            <span className="k-sub-line">{t("inInbox", { inbox, noted: noted.length })}</span>
          )}
        </div>
      </div>
      <SimpleTable
        label={`${name}, ${format.dateTime(test.createdAt)}`}
        stack
        head={
          <tr>
            <th scope="col">{t("address")}</th>
            <th scope="col">{t("provider")}</th>
            <th scope="col">{t("answer")}</th>
            <th scope="col">{t("place")}</th>
          </tr>
        }
      >
        {test.results.map((each) => (
          <tr key={each.id}>
            <td>{each.email ?? <span className="k-muted">{t("addressGone")}</span>}</td>
            <td data-label={t("provider")}>{each.provider.name}</td>
            <td data-label={t("answer")} className="d-answer">
              <Pill tone={TONES[each.state]}>{t(`states.${each.state}`)}</Pill>
              {each.reply !== null && <span className="k-sub-line">{each.reply}</span>}
            </td>
            <td data-label={t("place")}>
              <PlacementField test={test.id} result={each} />
            </td>
          </tr>
        ))}
      </SimpleTable>
    </>
  );
}

function PlacementField(props: {
  test: string;
  result: SeedTestView["results"][number];
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { result } = props;
  const note = useApiMutation(
    (placement: string | null) =>
      api.put(`/seed-tests/${props.test}/placement`, { deliveryId: result.id, placement }),
    { invalidates: ["/seed-tests"], onError: showProblem },
  );
  if (!can("mailings.write") || result.state !== "accepted")
    return (
      <span className="k-muted">
        {result.placement === null ? "–" : t(`places.${result.placement}`)}
      </span>
    );
  return (
    <Select
      aria-label={t("placePick", { address: result.email ?? t("addressGone") })}
      placeholder={t("placeNone")}
      value={result.placement}
      onChange={(value) => note.mutate(value)}
      disabled={note.isPending}
      clearable
      data={PLACES.map((value) => ({ value, label: t(`places.${value}`) }))}
    />
  );
}
