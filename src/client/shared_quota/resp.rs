//! The protocol of Redis and Valkey (RESP2), as far as a script with numbers for an answer needs it.

use memchr::memmem;

/// No answer that is wanted comes near this.
const MAX_REPLY_BYTES: usize = 16 * 1024;
const MAX_LIST: usize = 64;

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    Text(String),
    Error(String),
    Number(i64),
    Nothing,
    List(Vec<Reply>),
}

/// A command with its arguments, as bytes to send.
pub(super) fn command<'a>(parts: impl IntoIterator<Item = &'a [u8], IntoIter: ExactSizeIterator>) -> Vec<u8> {
    let parts = parts.into_iter();
    let mut bytes = format!("*{}\r\n", parts.len()).into_bytes();
    for part in parts {
        bytes.extend(format!("${}\r\n", part.len()).bytes());
        bytes.extend(part);
        bytes.extend(b"\r\n");
    }
    bytes
}

/// Reads one answer from the front of what has arrived, with how many bytes it took; nothing if it is not whole yet.
///
/// # Errors
/// If it is no answer, or longer than any that is wanted.
pub(super) fn read(arrived: &[u8]) -> Result<Option<(Reply, usize)>, &'static str> {
    let mut rest = arrived;
    match value(&mut rest, true)? {
        Some(reply) => Ok(Some((reply, arrived.len() - rest.len()))),
        None if arrived.len() > MAX_REPLY_BYTES => Err("its answer is too long"),
        None => Ok(None),
    }
}

fn value(rest: &mut &[u8], may_be_list: bool) -> Result<Option<Reply>, &'static str> {
    const NOT_RESP: &str = "its answer is not that of a Redis or Valkey server";
    let Some(end) = memmem::find(rest, b"\r\n") else { return Ok(None) };
    let (line, after) = rest.split_at(end);
    let Some((kind, line)) = line.split_first() else { return Err(NOT_RESP) };
    let text = || String::from_utf8_lossy(line).into_owned();
    let number = || std::str::from_utf8(line).ok().and_then(|digits| digits.parse::<i64>().ok()).ok_or(NOT_RESP);
    let after = after.get(2..).unwrap_or_default();
    let reply = match kind {
        b'+' => Reply::Text(text()),
        b'-' => Reply::Error(text()),
        b':' => Reply::Number(number()?),
        b'$' | b'*' if number()? == -1 => Reply::Nothing,
        b'$' => {
            let length = usize::try_from(number()?).map_err(|_| NOT_RESP)?;
            if length > MAX_REPLY_BYTES {
                return Err("its answer is too long");
            }
            let (Some(content), Some(after)) = (after.get(..length), after.get(length + 2..)) else { return Ok(None) };
            *rest = after;
            return Ok(Some(Reply::Text(String::from_utf8_lossy(content).into_owned())));
        }
        b'*' if may_be_list => {
            let length = usize::try_from(number()?).ok().filter(|length| *length <= MAX_LIST).ok_or(NOT_RESP)?;
            let mut items = Vec::with_capacity(length);
            let mut inside = after;
            for _ in 0..length {
                match value(&mut inside, false)? {
                    Some(item) => items.push(item),
                    None => return Ok(None),
                }
            }
            *rest = inside;
            return Ok(Some(Reply::List(items)));
        }
        _ => return Err(NOT_RESP),
    };
    *rest = after;
    Ok(Some(reply))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_list() -> Reply {
        Reply::List(vec![Reply::Number(0), Reply::Number(-12), Reply::Text("ab\r\nc".into()), Reply::Nothing])
    }

    const LIST: &[u8] = b"*4\r\n:0\r\n:-12\r\n$5\r\nab\r\nc\r\n$-1\r\n+OK\r\n";

    #[test]
    fn an_answer_is_read_as_soon_as_it_is_whole() {
        let whole = LIST.len() - "+OK\r\n".len();
        for arrived in 0..whole {
            assert_eq!(read(&LIST[..arrived]), Ok(None), "{arrived}");
        }
        assert_eq!(read(LIST), Ok(Some((number_list(), whole))));
        assert_eq!(read(&LIST[whole..]), Ok(Some((Reply::Text("OK".into()), 5))));
        assert_eq!(read(b"-ERR no\r\n"), Ok(Some((Reply::Error("ERR no".into()), 9))));
        assert_eq!(read(b"*-1\r\n"), Ok(Some((Reply::Nothing, 5))));
    }

    #[test]
    fn what_is_no_answer_or_too_long_is_refused() {
        for wrong in [
            "HTTP/1.1 400 Bad Request\r\n",
            "\r\n",
            ":twelve\r\n",
            "$-2\r\n",
            "$99999999999999999999\r\n",
            "$16385\r\n",
            "*65\r\n",
            "*1\r\n*1\r\n:1\r\n",
        ] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(read(&vec![b'+'; MAX_REPLY_BYTES + 1]).is_err());
    }

    #[test]
    fn a_command_says_the_length_of_each_part() {
        assert_eq!(
            command([&b"GET"[..], &b""[..], "ä".as_bytes()]),
            "*3\r\n$3\r\nGET\r\n$0\r\n\r\n$2\r\nä\r\n".as_bytes()
        );
    }
}
