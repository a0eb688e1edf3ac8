import { Button } from "@mantine/core";
import { IconDownload, IconEye } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ProofView } from "../../../../../contract/consent.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Grid,
  Loaded,
  Page,
  PageSkeleton,
  Pill,
  showProblem,
  useFormat,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import "../privacy.css";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { ChainCard } from "./chain-card.tsx";
import { DeclaredCard, FactsCard, MailCard, WordingCards } from "./content-cards.tsx";
import { subjectOf } from "./evidence.ts";
import { PersonCard } from "./person-card.tsx";
import { texts } from "./texts.ts";
import { verdictOf, verdictTones } from "./verdict.ts";
import { OfflineCard, TechnicalCard } from "./verify-cards.tsx";
import "./proofs.css";

/** One proof, opened: what was declared, how it is proven, and whether it is unaltered. */
export default function ProofPage(): ReactNode {
  const id = useRouteParam("id");
  // Every reading is a look at a person and stands in the log: once is enough.
  const query = useApiQuery<ProofView>(`/consents/${id}`, undefined, { staleTime: Infinity });
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(proof) => <Proof proof={proof} />}
    </Loaded>
  );
}

function Proof({ proof }: { proof: ProofView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { entry } = proof;
  const verdict = verdictOf(entry);
  const { email, contact } = subjectOf(entry);
  const person = email ?? (contact === undefined ? t("gone") : t("contact", { id: contact }));
  return (
    <Page
      title={tShared(`kinds.${entry.kind}` as "kinds.erased")}
      windowTitle={t("title")}
      crumbs={[
        { label: tShared("title"), to: places.overview },
        { label: tShared("tabs.proofs"), to: places.proofs },
      ]}
      meta={
        <span className="pv-proof-meta">
          <b>{person}</b>
          <span>{format.dateTime(entry.at)}</span>
          <Pill tone={verdictTones[verdict]}>{t(verdict)}</Pill>
        </span>
      }
      actions={<Downloads id={entry.id} />}
    >
      <Grid>
        <div className="c7 k-stack-lg">
          <DeclaredCard entry={entry} />
          <ChainCard proof={proof} />
          <MailCard proof={proof} />
          <WordingCards proof={proof} />
        </div>
        <div className="c5 k-stack-lg">
          <TechnicalCard entry={entry} leaf={proof.leaf} />
          <FactsCard entry={entry} />
          {entry.document !== null && <PersonCard id={entry.id} />}
          <OfflineCard id={entry.id} />
          <p className="pv-logged">
            <IconEye size={18} stroke={1.6} aria-hidden="true" />
            {t("logged")}
          </p>
        </div>
      </Grid>
    </Page>
  );
}

function Downloads({ id }: { id: string }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const download = useApiMutation(
    (kind: "json" | "pdf") =>
      api.download(`/consents/${id}/proof.${kind}`, {
        filename: `${id}.${kind}`,
        ...(kind === "pdf" ? { query: { locale } } : {}),
      }),
    { invalidates: ["/audit"], onError: (error) => showProblem(error) },
  );
  return (["pdf", "json"] as const).map((kind) => (
    <Button
      key={kind}
      leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
      loading={download.isPending && download.variables === kind}
      onClick={() => download.mutate(kind)}
    >
      {t(kind)}
    </Button>
  ));
}
