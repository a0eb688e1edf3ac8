import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { chosenAccount, fetchMe, ME_KEY, queryClient, signOut, type Me } from "../../api/index.ts";
import {
  AddFactor,
  Door,
  factorTexts,
  Loaded,
  showProblem,
  useGo,
  useSearch,
  useTexts,
  useWindowTitle,
} from "../../ui/index.ts";
import { ownPath } from "./own-path.ts";
import { texts } from "./texts.ts";

/** Sets up the second factor before a live account opens, or because somebody wants to. */
export default function SecurePage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("secureTitle"));
  const go = useGo();
  const query = useQuery<Me>({
    queryKey: [...ME_KEY],
    queryFn: ({ signal }) => fetchMe(signal),
    retry: false,
  });
  const [search] = useSearch();
  useEffect(() => {
    if (query.isError) go("/login", { replace: true });
  }, [query.isError, go]);
  return (
    <Loaded query={query} skeleton={<Door title={t("secureTitle")}>{null}</Door>}>
      {(me) => <Secure me={me} back={ownPath(search["back"])} />}
    </Loaded>
  );
}

function Secure({ me, back }: { me: Me; back: string }): ReactNode {
  const t = useTexts(texts);
  const tFactors = useTexts(factorTexts);
  const go = useGo();
  const account = chosenAccount(me);
  const needed = account?.needsSecondFactor === true;
  // Kept while the codes are shown: by then the factor is set up.
  const [begunFor] = useState(needed ? account.name : undefined);
  const [codes, setCodes] = useState(false);
  const done = async (): Promise<void> => {
    await queryClient.invalidateQueries();
    go(back, { replace: true });
  };
  const intro =
    begunFor === undefined ? t("secureIntroOpen") : t("secureIntro", { account: begunFor });
  return (
    <Door title={codes ? tFactors("codes.title") : t("secureTitle")} {...(codes ? {} : { intro })}>
      <div className="k-stack">
        <AddFactor onDone={() => void done()} onCodes={() => setCodes(true)} />
        {/* The codes are seen this once: nobody walks past them. */}
        {codes ? null : begunFor === undefined ? (
          <Button variant="subtle" size="xs" onClick={() => go(back)}>
            {t("later")}
          </Button>
        ) : (
          <Button
            variant="subtle"
            size="xs"
            onClick={() => void signOut().then(() => window.location.assign("/login"), showProblem)}
          >
            {t("signOut")}
          </Button>
        )}
      </div>
    </Door>
  );
}
