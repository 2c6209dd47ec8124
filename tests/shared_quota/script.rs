//! The script alone, where only the store's own keys can bring a situation about.

use crate::redis::Redis;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/client/shared_quota/script.lua");

/// Asks, and gives the answer's four numbers.
fn ask(redis: &Redis, arguments: &[&str]) -> [i64; 4] {
    let fixed = ["--eval", SCRIPT, "begun", "waiting", "pace", ","];
    let answer = redis.cli(&[&fixed[..], arguments].concat());
    let numbers: Vec<_> = answer.lines().map(|line| line.parse().unwrap_or_else(|_| panic!("{answer}"))).collect();
    numbers.try_into().unwrap()
}

fn pass(redis: &Redis, most: &str, longest: &str, answered: &str) -> [i64; 4] {
    ask(redis, &["pass", most, longest, answered, "me", "0"])
}

#[test]
fn a_clock_that_was_set_back_stops_nobody() {
    let redis = Redis::start(&[]);
    let later = "9000000000000000";
    for _ in 0..3 {
        redis.cli(&["RPUSH", "begun", later]);
    }
    redis.cli(&["HSET", "pace", "limit", "2", "lowered", later, "paused", later]);
    let [word, _, limit, lowered_for] = pass(&redis, "3", "0", "0");
    assert_eq!((word, limit, lowered_for), (0, 2, 0));
    assert_eq!(redis.cli(&["LLEN", "begun"]), "1");
}

#[test]
fn a_lowered_limit_rises_with_the_answers_and_is_forgotten_when_it_is_whole() {
    let redis = Redis::start(&[]);
    assert_eq!(ask(&redis, &["throttled", "10", "0", "0"])[..3], [3, 0, 7]);
    // Calls that began before the limit was lowered say nothing new.
    assert_eq!(ask(&redis, &["throttled", "10", "60000000", "0"])[2], 7);
    assert_eq!(pass(&redis, "10", "0", "12")[2], 8);
    assert_eq!(pass(&redis, "10", "0", "18")[2..], [10, -1]);
    assert_eq!(redis.cli(&["EXISTS", "pace"]), "0");
    (0..40).for_each(|_| _ = ask(&redis, &["throttled", "10", "0", "0"]));
    assert_eq!(pass(&redis, "10", "0", "0")[2], 1, "never less than one");
}

#[test]
fn a_pause_ends_after_a_minute_or_with_an_answer() {
    let redis = Redis::start(&[]);
    ask(&redis, &["throttled", "10", "0", "9999999999999999"]);
    let [word, wait, ..] = pass(&redis, "10", "0", "0");
    assert_eq!(word, 2);
    assert!((1..=60_000_000).contains(&wait), "{wait}");
    assert_eq!(pass(&redis, "10", "0", "1")[0], 0);
}

#[test]
fn a_server_that_waited_and_is_gone_loses_its_turn() {
    let redis = Redis::start(&[]);
    assert_eq!(pass(&redis, "1", "0", "0")[0], 0);
    let head = |server: &str| ask(&redis, &["head", "1", "9000000", "0", server, "1"]);
    let ([first, soon, ..], [second, later, ..]) = (head("a"), head("b"));
    assert_eq!((first, second), (1, 1));
    assert!(soon <= 1_000_000 && later > soon, "{soon} {later}");
    // As if it had not asked for long.
    let waiting = redis.cli(&["HGET", "waiting", "a"]);
    let asked = waiting.split(' ').next().unwrap().to_owned();
    redis.cli(&["HSET", "waiting", "a", &format!("{asked} {asked}")]);
    let [_, now, ..] = head("b");
    assert!(now <= 1_000_000, "{now}");
    assert_eq!(redis.cli(&["HEXISTS", "waiting", "a"]), "0");
}
