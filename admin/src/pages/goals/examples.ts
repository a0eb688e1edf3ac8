/** What a developer copies, ten lines each. `url` and `goal` are those of this account. */
export function examples(url: string, goal: string): { id: string; name: string; code: string }[] {
  const address = `${url}/api/v1/goals/${goal}/conversions`;
  return [
    {
      id: "curl",
      name: "curl",
      code: `curl -X POST '${address}' \\
  -H "Authorization: Bearer $KLARPOST_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"token":"'"$KP_GOAL"'","valueCents":4900}'
# 202 {"received":true}`,
    },
    {
      id: "php",
      name: "PHP",
      code: `<?php session_start();
if (isset($_GET['kp_goal'])) $_SESSION['kp_goal'] = $_GET['kp_goal'];
function goal_reached(int $cents): void {
  if (empty($_SESSION['kp_goal'])) return;
  file_get_contents('${address}', false, stream_context_create(['http' => [
    'method' => 'POST', 'timeout' => 5, 'ignore_errors' => true,
    'header' => ['Content-Type: application/json', 'Authorization: Bearer ' . getenv('KLARPOST_KEY')],
    'content' => json_encode(['token' => $_SESSION['kp_goal'], 'valueCents' => $cents]),
  ]]));
}`,
    },
    {
      id: "js",
      name: "JavaScript (Node)",
      code: `export async function goalReached(session, valueCents) {
  if (!session.kpGoal) return; // kept from the query when the visitor came
  await fetch("${address}", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: \`Bearer \${process.env.KLARPOST_KEY}\`,
    },
    body: JSON.stringify({ token: session.kpGoal, valueCents }),
  });
}`,
    },
  ];
}

/** Takes the parameter out of the address bar, so that it is in no bookmark and in nobody's analytics. */
export const CLEAN_ADDRESS = `<script>
  const here = new URL(location.href);
  if (here.searchParams.has("kp_goal")) {
    here.searchParams.delete("kp_goal");
    history.replaceState(null, "", here);
  }
</script>`;
