import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ImportView } from "../../../../contract/imports.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import {
  ConfirmDialog,
  Loaded,
  Page,
  PageSkeleton,
  PageTabs,
  showDone,
  useFormat,
  useGo,
  useRouteParam,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { CheckStep } from "./check-step.tsx";
import { ColumnsStep } from "./columns-step.tsx";
import { EvidenceStep } from "./evidence-step.tsx";
import { ImportPill, isOpen, isWorking, useImportErrors } from "./import-state.tsx";
import "./imports.css";
import { RunView } from "./run-view.tsx";
import { texts } from "./texts.ts";

const STEPS = ["columns", "evidence", "check"] as const;
export type ImportStep = (typeof STEPS)[number];

/** One file on its way: columns, evidence, check; then its run and its result. */
export default function ImportPage(): ReactNode {
  const id = useRouteParam("id");
  const view = useApiQuery<ImportView>(`/imports/${id}`, undefined, {
    refetchInterval: (data) => (data && isWorking(data.state) ? 700 : false),
  });
  return (
    <Loaded query={view} skeleton={<PageSkeleton cards={1} />}>
      {(data) => <Import view={data} />}
    </Loaded>
  );
}

function Import({ view }: { view: ImportView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const go = useGo();
  const [search] = useSearch();
  const path = `/contacts/import/${view.id}`;
  const open = isOpen(view) || view.state === "checking";
  const wanted = STEPS.find((step) => step === search["step"]);
  const step = view.state === "checking" ? "check" : (wanted ?? (view.check ? "check" : "columns"));
  const goTo = (next: ImportStep): void => go(`${path}?step=${next}`);
  return (
    <Page
      title={view.name}
      crumbs={[
        { label: t("contacts"), to: "/contacts" },
        { label: t("title"), to: "/contacts/import" },
      ]}
      meta={
        <span className="k-row">
          <ImportPill state={view.state} />
          <span>
            {format.bytes(view.format.sizeBytes)} · {format.dateTime(view.createdAt)}
          </span>
        </span>
      }
      actions={!isWorking(view.state) && <More view={view} />}
    >
      {open ? (
        <>
          <PageTabs
            label={t("steps.label")}
            tabs={STEPS.map((one, index) => ({
              to: `${path}?step=${one}`,
              label: `${index + 1}. ${t(`steps.${one}`)}`,
              current: one === step,
            }))}
          />
          {step === "columns" && <ColumnsStep view={view} onNext={() => goTo("evidence")} />}
          {step === "evidence" && (
            <EvidenceStep
              key={view.id}
              view={view}
              onBack={() => goTo("columns")}
              onNext={() => goTo("check")}
            />
          )}
          {step === "check" && <CheckStep view={view} goTo={goTo} />}
        </>
      ) : (
        <RunView view={view} />
      )}
    </Page>
  );
}

function More({ view }: { view: ImportView }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const words = useImportErrors();
  const [asking, setAsking] = useState(false);
  const remove = useApiMutation(() => api.delete(`/imports/${view.id}`), {
    onSuccess: () => {
      showDone(t("removed"));
      go("/contacts/import", { replace: true });
    },
  });
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={40} aria-label={t("actions")} className="i-more">
            <IconDots size={18} stroke={1.8} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTrash size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => setAsking(true)}
          >
            {t("remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("removeTitle")}
        action={t("remove")}
        danger
        words={words}
        onConfirm={() => remove.mutateAsync()}
      >
        {view.result ? t("removeDone") : t("removeOpen")}
      </ConfirmDialog>
    </>
  );
}
