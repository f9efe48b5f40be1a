//! What people see: templates and their texts, branding, static files, and the URL of it all.

pub mod branding;
pub mod locale;
pub mod public_url;
pub mod static_files;
pub mod templates;
pub mod time_zone;
