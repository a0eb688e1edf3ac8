import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { WordingVersionView, WordingView } from "../../../../../contract/consent.ts";
import { api, useApiMutation, useCan, useSession } from "../../../api/index.ts";
import { ConfirmDialog, showDone, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import type { VersionState } from "./wording-state.ts";

/** Approving with name and time, and taking out of use. What blocks the approval is said in its place. */
export function ApprovePanel(props: {
  wording: WordingView;
  version: WordingVersionView;
  state: VersionState;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { version, state } = props;
  const [asking, setAsking] = useState<"approve" | "retire">();
  if (state === "retired") return null;
  const mayApprove = can("wordings.approve");
  const complete = version.findings.length === 0;
  return (
    <div className="pv-act">
      {state === "waiting" && (
        <Button
          variant="filled"
          disabled={!mayApprove || !complete}
          onClick={() => setAsking("approve")}
        >
          {t("approve", { version: version.version })}
        </Button>
      )}
      {mayApprove && (
        <Button variant="subtle" onClick={() => setAsking("retire")}>
          {t("retire")}
        </Button>
      )}
      {state === "waiting" && (!mayApprove || !complete) && (
        <p className="k-small k-muted">{t(complete ? "approveNeedsRight" : "approveNeedsParts")}</p>
      )}
      <ApproveDialog
        {...props}
        opened={asking === "approve"}
        onClose={() => setAsking(undefined)}
      />
      <RetireDialog
        version={version}
        opened={asking === "retire"}
        onClose={() => setAsking(undefined)}
      />
    </div>
  );
}

function useErrorWords(): Record<string, string> {
  const t = useTexts(texts);
  return {
    wording_incomplete: t("errors.wording_incomplete"),
    wording_approved: t("errors.wording_approved"),
    wording_retired: t("errors.wording_retired"),
  };
}

function ApproveDialog(props: {
  wording: WordingView;
  version: WordingVersionView;
  opened: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { operator } = useSession();
  const words = useErrorWords();
  const { version, wording } = props;
  const earlier = wording.versions
    .filter((other) => other.locale === version.locale && other.version < version.version)
    .reduce((sum, other) => sum + other.consents, 0);
  const approve = useApiMutation(() => api.post(`/wording-versions/${version.id}/approve`), {
    invalidates: ["/wordings", "/checks", "/audit"],
    onSuccess: () => showDone(t("approved", { version: version.version })),
  });
  return (
    <ConfirmDialog
      opened={props.opened}
      onClose={props.onClose}
      title={t("approveTitle")}
      action={t("approve", { version: version.version })}
      onConfirm={() => approve.mutateAsync()}
      words={words}
    >
      <div className="k-stack">
        <p>{t("approveText", { name: operator.name })}</p>
        {earlier > 0 && (
          <p>
            {version.material ? t("approveMaterial", { count: earlier }) : t("approveEditorial")}
          </p>
        )}
      </div>
    </ConfirmDialog>
  );
}

function RetireDialog(props: {
  version: WordingVersionView;
  opened: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const words = useErrorWords();
  const { version } = props;
  const retire = useApiMutation(() => api.post(`/wording-versions/${version.id}/retire`), {
    invalidates: ["/wordings", "/checks", "/audit"],
    onSuccess: () => showDone(t("retired", { version: version.version })),
  });
  return (
    <ConfirmDialog
      opened={props.opened}
      onClose={props.onClose}
      danger
      title={t("retireTitle", { version: version.version })}
      action={t("retire")}
      onConfirm={() => retire.mutateAsync()}
      words={words}
    >
      {t("retireText")}
    </ConfirmDialog>
  );
}
