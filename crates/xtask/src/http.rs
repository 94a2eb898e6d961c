//! Just enough HTTP to ask a server whether it is ready.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use crate::error::{Context, Result};

const TIMEOUT: Duration = Duration::from_secs(2);

/// A port of 127.0.0.1 that nobody has at this moment.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Result<u16> {
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).context(|| "No port on 127.0.0.1 is free".to_owned())
}

/// The status of `GET path` at 127.0.0.1; `None` while nobody answers.
pub fn status(port: u16, path: &str) -> Option<u16> {
    let head = ask(port, path).ok()?;
    parse_status(&head)
}

fn ask(port: u16, path: &str) -> io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    // In one piece: `write!` would send each word by itself.
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    // The status line is all that is wanted, and it comes first.
    let mut head = [0; 64];
    let length = stream.read(&mut head)?;
    Ok(String::from_utf8_lossy(&head[..length]).into_owned())
}

fn parse_status(head: &str) -> Option<u16> {
    let mut words = head.split_ascii_whitespace();
    words.next()?.starts_with("HTTP/1.").then_some(())?;
    words.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_line_is_read() {
        assert_eq!(parse_status("HTTP/1.1 200 OK\r\nserver: x"), Some(200));
        assert_eq!(parse_status("HTTP/1.1 503 Service Unavailable"), Some(503));
        assert_eq!(parse_status("220 smtp ready"), None);
        assert_eq!(parse_status(""), None);
    }

    #[test]
    fn a_server_is_asked() {
        let server = TcpListener::bind(("127.0.0.1", 0)).expect("some port is free");
        let port = server.local_addr().expect("it has an address").port();
        let thread = std::thread::spawn(move || {
            let (mut stream, _) = server.accept().expect("somebody asks");
            let mut request = Vec::new();
            let mut part = [0; 512];
            // It may come in pieces; it ends with an empty line.
            while !request.ends_with(b"\r\n\r\n") {
                let length = stream.read(&mut part).expect("the request comes");
                assert_ne!(length, 0, "it ended in the middle: {request:?}");
                request.extend_from_slice(&part[..length]);
            }
            stream.write_all(b"HTTP/1.1 503 Wait\r\n\r\n").expect("the answer goes");
            String::from_utf8_lossy(&request).into_owned()
        });
        assert_eq!(status(port, "/readyz"), Some(503));
        assert!(thread.join().expect("it answered").starts_with("GET /readyz HTTP/1.1\r\n"));
        assert_eq!(status(port, "/readyz"), None, "nobody listens any more");
    }
}
